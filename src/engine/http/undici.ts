import type { Dispatcher } from 'undici';
import connect from 'undici/lib/api/api-connect.js';
import buildConnector from 'undici/lib/core/connect.js';
import errors from 'undici/lib/core/errors.js';
import Client from 'undici/lib/dispatcher/client.js';
import Pool from 'undici/lib/dispatcher/pool.js';

// As its index does. That one loads fetch, WebSocket, mocks and caches too, 7 MB in every engine that nothing here uses.
Client.prototype.connect = connect;

export { buildConnector, Client, type Dispatcher, errors, Pool };
