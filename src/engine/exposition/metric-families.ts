import type { MetricMetadata, MetricType } from '../../shared/domain/series.ts';
import type { MetaLine } from './page-reader.ts';

/** The families that a page's metadata lines describe, in order of appearance; of two TYPE or HELP lines the last one counts. */
export function collectFamilies(lines: Iterable<MetaLine>): MetricMetadata[] {
  const byName = new Map<string, { name: string; type: MetricType; help: string; unit: string }>();
  for (const line of lines) {
    if (line.kind === 'comment' || line.kind === 'eof') continue;
    let family = byName.get(line.name);
    if (family === undefined) {
      family = { name: line.name, type: 'unknown', help: '', unit: '' };
      byName.set(line.name, family);
    }
    if (line.kind === 'type') family.type = line.type;
    else if (line.kind === 'help') family.help = line.text;
    else family.unit = line.unit;
  }
  return [...byName.values()];
}
