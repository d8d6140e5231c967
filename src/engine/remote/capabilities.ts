import type { ServerFlavor } from '../../shared/domain/server.ts';
import { objectOf, textOf } from './decode-sample.ts';
import type { ApiAnswer, ServerApi } from './server-api.ts';

export const BUILD_INFO_PATH = '/api/v1/status/buildinfo';
const RUNTIME_INFO_PATH = '/api/v1/status/runtimeinfo';
const TSDB_PATH = '/api/v1/status/tsdb';

/** What a server says of itself; unknown fields are '' or null. */
export interface ServerFacts {
  readonly flavor: ServerFlavor;
  readonly version: string;
  readonly seriesCount: number | null;
  readonly retention: string;
}

/**
 * Which server an answer of /status/buildinfo comes from. Prometheus names a version from 1 on, Thanos one below it, Mimir
 * its name, VictoriaMetrics nothing but a header of its own.
 */
export function flavorOf({ data, headers }: ApiAnswer): Pick<ServerFacts, 'flavor' | 'version'> {
  const fields = objectOf(data ?? {}, 'the build info');
  const version = textOf(fields.version);
  const application = textOf(fields.application).toLowerCase();
  if (textOf(fields.revision).startsWith('sextant-')) {
    return { flavor: 'sextant', version: textOf(fields.revision).slice('sextant-'.length) };
  }
  if (application.includes('mimir')) return { flavor: 'mimir', version };
  if (headers.has('x-server-hostname')) return { flavor: 'victoriametrics', version };
  if (application !== '') return { flavor: 'other', version };
  if (/^0\./.test(version) && textOf(fields.goVersion) !== '') return { flavor: 'thanos', version };
  return { flavor: /^[1-9]/.test(version) ? 'prometheus' : 'other', version };
}

/** Asks a server what it is, and how much it holds where it tells. Rejects where it can't be reached. */
export async function askFacts(api: ServerApi, signal: AbortSignal): Promise<ServerFacts> {
  const build = await api.getIfThere(BUILD_INFO_PATH, [], signal);
  const known = build === null ? { flavor: 'other' as const, version: '' } : flavorOf(build);
  const [runtime, tsdb] = await Promise.all([
    api.getIfThere(RUNTIME_INFO_PATH, [], signal).catch(() => null),
    api.getIfThere(TSDB_PATH, [['limit', '1']], signal).catch(() => null),
  ]);
  return { ...known, seriesCount: seriesCountOf(tsdb), retention: retentionOf(runtime) };
}

function seriesCountOf(answer: ApiAnswer | null): number | null {
  if (answer === null || typeof answer.data !== 'object' || answer.data === null) return null;
  const { headStats, totalSeries } = answer.data as Record<string, unknown>;
  const count = totalSeries ?? (headStats as Record<string, unknown> | undefined)?.numSeries;
  return typeof count === 'number' ? count : null;
}

function retentionOf(answer: ApiAnswer | null): string {
  if (answer === null || typeof answer.data !== 'object' || answer.data === null) return '';
  return textOf((answer.data as Record<string, unknown>).storageRetention);
}
