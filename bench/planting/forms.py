"""How figures and names are found in a headline without the grammar that is being measured."""

from __future__ import annotations

import re

COMPANIES = (
    "OpenAI|Meta|Google|Alphabet|Microsoft|Amazon|Apple|Nvidia|AMD|Intel|Anthropic|xAI|Tesla|SpaceX|"
    "Oracle|IBM|SoftBank|Samsung|TSMC|Broadcom|Qualcomm|Arm|Micron|Salesforce|Adobe|Netflix|Uber|"
    "Spotify|ByteDance|TikTok|Alibaba|Tencent|Baidu|Huawei|DeepSeek|Mistral|Cohere|Perplexity|"
    "Databricks|Snowflake|Palantir|CoreWeave|Cerebras|Groq|Nebius|Stripe|Figma|Canva|Shopify|PayPal|"
    "Coinbase|Robinhood|Zoom|Slack|Dell|Cisco|HP|Sony|Disney|Reddit|Pinterest|Snap|Twitter|Lyft|Waymo|"
    "Cruise|Rivian|Lucid|Ford|GM|Toyota|Foxconn|SK Hynix|ASML|Blackstone|BlackRock|Sequoia|Apollo|"
    "Brookfield|Scale AI|Hugging Face|Stability AI|Runway|ElevenLabs|Cursor"
)
COMPANY = re.compile(rf"(?<![\w.-])(?:{COMPANIES})(?![\w-])")
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
SIZED = re.compile(r"(?<![\w.,])(\$|€|£)(\d[\d,]*(?:\.\d+)?)(\s?)(million|billion|trillion|bn|mn|[MBT])\b")
PERCENT = re.compile(r"(?<![\w.,])(\d+(?:\.\d+)?)(%| percent| per cent)")
YEAR = re.compile(r"(?<![\w.,$€£-])(20[12]\d)(?![\w%,.-]\w|\w)")
# A plain number: no year, and no part of a product's name, which follows a word with a capital.
COUNT = re.compile(r"(?:(?<=\s)|^)(?:[a-z]+\s)(?!20[0-3]\d\b)(\d{1,3}(?:,\d{3})+|\d{3,6})(?=\s[a-z])")
