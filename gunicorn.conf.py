"""The web server: threads, because the work is synchronous and waits for the database."""

import os

from gunicorn.glogging import Logger

from centre.journal import FiltreMasque

bind = os.environ.get("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "1"))
threads = int(os.environ.get("WEB_THREADS", "8"))
timeout = 60
graceful_timeout = 5
# Shared memory, not the disk, for the heartbeat.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
accesslog = os.environ.get("JOURNAL_ACCES") or None
loglevel = "warning"
# Large enough for any address of ours, small enough to refuse abuse.
limit_request_line = 4094
# Believe X-Forwarded-* from the local proxy only.
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")


class JournalMasque(Logger):
    """gunicorn's logs, without tokens nor addresses."""

    def setup(self, cfg):
        super().setup(cfg)
        for journal in (self.error_log, self.access_log):
            for sortie in journal.handlers:
                sortie.addFilter(FiltreMasque())


logger_class = JournalMasque
