"""The application, for a WSGI server. ``script/server`` does not need this file.

One charity, one machine (what ``guides serve`` does by itself):

    waitress-serve --listen=127.0.0.1:8000 wsgi:app

A hub of several organisations, with gunicorn (to be installed besides) behind a proxy that ends
TLS. Workers are processes, as many as there are processor cores:

    gunicorn --workers 4 --bind 127.0.0.1:8000 wsgi:app

Either way, run ``guides db upgrade`` first, once for each new release: starting the application
never changes the database.
"""

from guides.app import create_app

app = create_app()
