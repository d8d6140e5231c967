import type { Environment } from '../shared/domain/environment.ts';
import { resolveTimeRange } from '../shared/domain/time-range.ts';
import type { TransferProgress, TransferState } from '../shared/domain/transfer.ts';
import { AppError } from '../shared/errors.ts';
import type { ExemplarStore } from './model/exemplars.ts';
import type { MetadataStore } from './model/metadata.ts';
import type { Clock } from './ports.ts';
import type { PromqlEngine } from './promql/promql-engine.ts';
import { fetchExposition, lintExposition } from './scrape/fetch-exposition.ts';
import type { FetchContext } from './scrape/fetch-page.ts';
import { exportOpenMetrics } from './transfer/export-openmetrics.ts';
import { importOpenMetrics } from './transfer/import-openmetrics.ts';
import type { ImportedExemplar, ImportedNotes } from './transfer/imported-notes.ts';
import type { TransferApi } from './transfer-api.ts';
import type { Tsdb } from './tsdb/tsdb.ts';

/** What the transfers of an engine stand on. */
export interface EngineTransferOptions {
  readonly environment: () => Environment;
  readonly tsdb: Tsdb;
  readonly promql: PromqlEngine;
  readonly metadata: MetadataStore;
  readonly exemplars: ExemplarStore;
  /** What earlier imports said. */
  readonly notes: ImportedNotes;
  readonly clock: Clock;
  readonly fetchContext: FetchContext;
  /** The history has other series than before. */
  readonly onImported: () => void;
}

/** The engine's transfers; `close` cancels what is under way. */
export interface EngineTransfer {
  readonly api: TransferApi;
  close(): void;
}

interface Running {
  readonly cancel: AbortController;
  state: TransferState;
}

/** Makes the transfers of one engine. */
export function createEngineTransfer(options: EngineTransferOptions): EngineTransfer {
  const { tsdb, promql, clock, metadata, exemplars, notes } = options;
  const told = new WeakSet<ImportedExemplar>();
  function tell(): void {
    metadata.setImported(notes.listFamilies());
    for (const one of notes.listExemplars()) {
      if (told.has(one)) continue;
      told.add(one);
      exemplars.add(one.series, one.exemplar, one.exemplar.atMs);
    }
  }
  tell();
  notes.onSaved = tell;
  const closing = new AbortController();
  let current: Running | null = null;

  async function run<T>(
    kind: TransferState['kind'],
    path: string,
    work: (signal: AbortSignal, onProgress: (progress: TransferProgress) => void) => Promise<T>,
  ): Promise<T> {
    if (current !== null) {
      const what = current.state.kind === 'export' ? 'An export' : 'An import';
      throw new AppError('conflict', `${what} is under way; wait for its end or cancel it.`);
    }
    const cancel = new AbortController();
    const own: Running = {
      cancel,
      state: { kind, path, done: 0, total: 0, samples: 0 },
    };
    current = own;
    try {
      return await work(AbortSignal.any([cancel.signal, closing.signal]), (progress) => {
        own.state = { kind, path, ...progress };
      });
    } finally {
      current = null;
    }
  }

  const api: TransferApi = {
    exportHistory({ path, range, selector }) {
      const resolved = resolveTimeRange(range, clock.wallMs());
      const matchers = selector.trim() === '' ? [] : promql.parseSelector(selector);
      return run('export', path, (signal, onProgress) =>
        exportOpenMetrics(
          { path, range: resolved, matchers },
          {
            queryable: tsdb,
            metadata: metadata.listMetadata(),
            exemplars: exemplars.query([matchers], resolved.startMs, resolved.endMs),
            signal,
            onProgress,
          },
        ),
      );
    },
    importHistory: (path) =>
      run('import', path, async (signal, onProgress) => {
        const keepFromMs = clock.wallMs() - options.environment().retention.maxAgeMs;
        try {
          return await importOpenMetrics(path, { storage: tsdb, notes, keepFromMs, signal, onProgress });
        } finally {
          tsdb.flush();
          options.onImported();
        }
      }),
    getTransferState: async () => current?.state ?? null,
    cancelTransfer: async () => current?.cancel.abort(),
    async fetchExposition(endpointId) {
      const endpoint = options.environment().endpoints.find(({ id }) => id === endpointId);
      if (endpoint === undefined) throw new AppError('not_found', 'There is no such endpoint any more.');
      return fetchExposition(endpoint, options.fetchContext, closing.signal);
    },
    lintText: (text) => lintExposition(text, clock.wallMs()),
  };
  return { api, close: () => closing.abort() };
}
