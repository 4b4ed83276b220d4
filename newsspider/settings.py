"""Scrapy's settings, made safe: nothing listens, nothing but http(s) is fetched, everything is bounded.

Figures and reasons: Scrapy's own defaults leave a telnet console and a remote-control server open, do not verify
certificates, fetch file: URLs, allow 1 GiB a response and wait 180 s for it.
"""

from newsspider import __version__

BOT_NAME = "newsspider"
SPIDER_MODULES = ["newsspider.spiders"]
NEWSPIDER_MODULE = "newsspider.spiders"
USER_AGENT = f"newsspider/{__version__} (+loopback only)"

TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
DOWNLOAD_HANDLERS = {
    "http": "newsspider.download.GuardedDownloadHandler",
    "https": "newsspider.download.GuardedDownloadHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
TWISTED_DNS_RESOLVER = "newsspider.download.Resolver"
DOWNLOAD_VERIFY_CERTIFICATES = True
HTTPPROXY_ENABLED = False
COOKIES_ENABLED = False
METAREFRESH_ENABLED = False
REFERRER_POLICY = "no-referrer"

ROBOTSTXT_OBEY = False  # obeyed by PermissionMiddleware: Scrapy's own lets requests through while robots.txt loads
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "newsspider.middlewares.DoorMiddleware": 50,
    "newsspider.middlewares.PermissionMiddleware": 100,
    "newsspider.decompress.DecompressionMiddleware": 590,
}
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,  # drops in silence; urls.py bounds the length
}
ITEM_PIPELINES = {
    "newsspider.pipelines.ExtractionPipeline": 300,
    "newsspider.pipelines.ArchivePipeline": 800,
}
EXTENSIONS = {
    "scrapy.extensions.logstats.LogStats": None,
    "scrapy.extensions.memusage.MemoryUsage": None,
    "newsspider.extensions.SiteLog": 0,
    "newsspider.extensions.OwnRunConductor": 0,
}

CONCURRENT_ITEMS = 4  # the default of 100 starts as many tasks a response and doubles Scrapy's own CPU
CONCURRENT_REQUESTS = 2
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0
DOWNLOAD_TIMEOUT = 30
DNS_TIMEOUT = 20
DOWNLOAD_MAXSIZE = 16 << 20
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_FAIL_ON_DATALOSS = False  # a broken transfer is kept and marked incomplete
RETRY_TIMES = 1
RETRY_HTTP_CODES = [408, 500, 502, 504, 522, 524]  # 429 and 503 ask for a pause, which the gate keeps
RETRY_PRIORITY_ADJUST = 0
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"  # the outcome and its reason are in the ledger
REDIRECT_MAX_TIMES = 5
HTTPERROR_ALLOW_ALL = True  # every answer is an outcome and is counted

LOG_LEVEL = "WARNING"
LOG_VERSIONS: list[str] = []
LOG_FORMATTER = "newsspider.extensions.PlainLogFormatter"
STATS_DUMP = False
FEED_EXPORT_ENCODING = "utf-8"
SPIDER_LOADER_WARN_ONLY = False

NEWSSPIDER_ALLOW: list[str] = []
