"""A hundred things that happened in one week, none of which has to do with another; all invented."""

from __future__ import annotations

from datetime import timedelta

from digest.model import Entry
from tests.records import NOW, entry

_HEADLINES = """
Brightloom raises $120 million to teach warehouse robots
Corvane Energy signs a reactor for its Ohio server halls
Lisbon opens a national language model to schools
Court of appeal hears novelists against chatbot maker Quillmark
Union of dubbing artists wins a say over cloned voices
Delta of the Mekong gets flood warnings from a small model
Harrowgate Bank replaces its call centre with software, then hires back
Chip packager Ostrava Micro doubles its clean rooms
Senate panel asks who pays for new power lines
Tidewater Labs publishes weights of its speech model
Hospital chain in Minas Gerais reads scans with one radiologist less
Swiss watchdog fines an app for guessing ages from selfies
Ferrowind sells its turbine software to a Danish fund
Estonia lets an assistant answer parking appeals
Drone maker Kestrelworks loses a defence contract in Norway
Kelp farmers count their crop from satellites
Publisher group Marlow licenses its archive for training
Helsinki startup turns old mines into heat stores for servers
Teachers in Ontario may use essay checkers only with consent
Grid operator Elia warns that queues for connections reach ten years
Paris court lets face recognition at stadiums lapse
Memory prices climb for a fifth month, says Trendwell
Former head of research at Vantor founds a lab for proofs
Insurer Peregrine refuses cover for self-driving lorries
Seoul sets aside 9 trillion won for home-grown accelerators
Photo agency Lumen wins its case over scraped pictures
Startup Pillbug gives every tenant a lawyer in the phone
Museum in Leiden restores a Vermeer with generated pigments
Bus drivers in Leeds strike over cameras that watch their eyes
Tokyo tests robots that stack supermarket shelves at night
Quantum firm Braidline goes public at half the hoped price
Cement maker Holtern halves its waste with kiln forecasts
Weather office of Kenya rents a supercomputer by the hour
Dating app Sparrow bans generated portraits
Brussels delays labels for synthetic video by a year
Rice growers of Punjab get loans on the word of a model
Games studio Foxglove drops generated quests after protests
Chile taxes the water that server halls drink
Translator guild counts a third fewer orders
Nvidia opens a school for plant engineers in Hanoi
Amazon tries glasses for its parcel drivers
Apple lets users of old phones dictate without a network
Microsoft writes off an undersea capsule of servers
Tesla recalls a parking feature in Korea
Samsung hires from a rival's foundry
Intel sells its stake in a lidar maker
IBM closes its last laboratory for expert systems
Oracle borrows for a campus in New Mexico
Baidu cuts the price of its map service to nothing
Alibaba puts a tutor into its shopping app
Spotify marks songs that no one sang
Netflix dubs a film with the actors' own voices
Uber gives riders in Dallas a choice of no driver
Airbus finds hairline cracks with sound
Siemens leases a model to tune trams
Bosch ends its work on home robots
Volvo lets a truck drive alone between two quarries
Nestle asks a model for a new chocolate and gets an old one
Roche drops a trial that an algorithm had proposed
Pfizer pays a Cambridge start-up for three molecules
Mayo Clinic hands nurses a scribe
Red Cross maps refugee camps in an afternoon
Vatican writes rules for confession software
Ghana trains its own model in Twi and Ewe
Iceland says no to another aluminium-sized customer
Quebec subsidises cold air
Texas counts its backup generators
Nevada lets a self-driving taxi be fined
Florida forbids robot judges
Kansas farmers share tractors that need no driver
Alaska native council asks for its recordings back
Australia tells banks to explain refusals
New Zealand sheep get passports from their faces
Singapore audits hiring software
Malaysia asks for export papers for graphics cards
Indonesia moves its tax office to a domestic cloud
Vietnam drafts a law on deep fakes
Philippines call centres shrink in Cebu
Thailand predicts smog a week ahead
Bangladesh garment makers cut cloth by camera
Sri Lanka tea is graded by nose sensors
Pakistan switches idle power plants to computing
Kazakhstan mines less coin and trains more models
Uzbekistan sells cotton by forecast
Georgia's wine board dates bottles by spectrum
Turkey's navy shows an unmanned frigate
Greece finds illegal pools from the air
Italy's notaries sign with a palm
Spain's rail operator lets an assistant rebook trains
Portugal's cork oaks get sensors
Belgium's archives read 400 years of handwriting
Dutch pension fund leaves surveillance firms
Poland trains tank crews in a simulator that argues
Czech brewers taste with electrodes
Austria's ski lifts queue by prediction
Hungary's broadcaster replaces a presenter
Romania's border guards lend sniffing robots
Bulgaria's rose oil is forged and a model can tell
Serbia's postmen get routes from a start-up
Latvia's forests are counted tree by tree
""".strip().splitlines()
_OUTLETS = ("Ledger Wire", "The Circuit", "Quay Daily", "Morning Post", "Harbour Times")


def entries() -> list[Entry]:
    """The hundred, spread over seven days and five outlets."""
    return [
        entry(
            headline,
            source=_OUTLETS[number % len(_OUTLETS)],
            published=NOW - timedelta(hours=1 + number * 97 % 160),
        )
        for number, headline in enumerate(_HEADLINES)
    ]
