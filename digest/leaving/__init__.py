"""How readers come and go without a person: the page, the form, the mailbox.

`deeds` is what happens; `answering` says it over the web (`server`, `wsgi`), `poller` reads it out of mails.
Whoever leaves, by whichever way, is gone in the same moment.
"""
