import { request } from '../ipc/client.ts';

/** A metric that can be asked for, by the name of its samples, with what its family says of itself. */
export interface PaletteMetric {
  readonly name: string;
  readonly help: string;
}

const SUFFIX = /_(total|bucket|count|sum|created|info)$/;

/** The metrics of the last hour. A family's own name asks for nothing where its samples have a suffix. */
export async function loadMetrics(): Promise<readonly PaletteMetric[]> {
  const [names, metadata] = await Promise.all([
    request('engine.listLabelValues', {
      name: '__name__',
      filter: { selectors: [], range: { from: 'now-1h', to: 'now' } },
    }),
    request('engine.listMetadata'),
  ]);
  const helps = new Map(metadata.map(({ name, help }) => [name, help]));
  return names.map((name) => ({ name, help: helps.get(name) ?? helps.get(name.replace(SUFFIX, '')) ?? '' }));
}
