"""The crawlers that gather pages to train models or to mine them, by the name that robots.txt calls them.

Who names one of them and shuts it out reserves that use of the page. Agents that search, show a preview, or fetch what
a reader just asked for (OAI-SearchBot, ChatGPT-User, PerplexityBot, Claude-User, DuckAssistBot, ...) are not here:
shutting them out says nothing of mining.
"""

from __future__ import annotations

GATHERERS: dict[str, str] = {
    "gptbot": "OpenAI: training",
    "google-extended": "Google: training and grounding of Gemini; a name for robots.txt only",
    "applebot-extended": "Apple: training; a name for robots.txt only",
    "ccbot": "Common Crawl: the open archive that most models were trained on",
    "claudebot": "Anthropic: training",
    "anthropic-ai": "Anthropic: training, former name",
    "claude-web": "Anthropic: training, former name",
    "meta-externalagent": "Meta: training",
    "facebookbot": "Meta: training of speech recognition",
    "amazonbot": "Amazon: answers, training",
    "bytespider": "ByteDance: training",
    "cohere-ai": "Cohere: training",
    "cohere-training-data-crawler": "Cohere: training",
    "deepseekbot": "DeepSeek: training",
    "grokbot": "xAI: training",
    "xai-bot": "xAI: training",
    "pangubot": "Huawei: training of PanGu",
    "ai2bot": "Allen Institute: training of open models",
    "ai2bot-dolma": "Allen Institute: the Dolma corpus",
    "timpibot": "Timpi: index sold for training",
    "diffbot": "Diffbot: articles and facts as data",
    "omgili": "Webz.io: news and forums as data",
    "omgilibot": "Webz.io: news and forums as data",
    "webzio-extended": "Webz.io: whether its data may train models; a name for robots.txt only",
    "imagesiftbot": "The Hive: images",
    "img2dataset": "Image sets for training",
    "laiondownloader": "LAION: image sets for training",
    "friendlycrawler": "Data sets for machine learning",
    "velenpublicwebcrawler": "Hunter: data sets for machine learning",
    "icc-crawler": "NICT: data for machine learning",
    "cotoyogi": "ROIS: training of Japanese models",
    "sbintuitionsbot": "SB Intuitions: training of Japanese models",
    "kangaroo": "Kangaroo LLM: training of Australian models",
    "terracotta": "Ceramic AI: training",
    "sidetrade": "Sidetrade: machine learning",
    "aihitbot": "aiHit: facts on companies",
    "magpie-crawler": "Brandwatch: text mining",
    "news-please": "Text mining of news",
}
"""Product token in lower case, and what the crawler's owner says it is for."""
