import type { SeriesExemplars } from '../../shared/domain/exemplar.ts';
import {
  type LabelSet,
  labelValue,
  METRIC_NAME_LABEL,
  type MetricMetadata,
} from '../../shared/domain/series.ts';
import type { ResolvedTimeRange } from '../../shared/domain/time-range.ts';
import type { ExportOutcome, TransferProgress } from '../../shared/domain/transfer.ts';
import type { Matcher } from '../model/matcher.ts';
import type { Queryable } from '../storage.ts';
import { ExemplarTexts } from './exemplar-texts.ts';
import { planFamilies } from './export-families.ts';
import { MetricWriter } from './metric-writer.ts';
import { createPacer, throwIfCanceled } from './pacer.ts';
import { PartialFile } from './partial-file.ts';
import { readFamily } from './read-families.ts';

/** What is exported, and where to. */
export interface ExportRequest {
  readonly path: string;
  /** Both ends are part of it. */
  readonly range: ResolvedTimeRange;
  /** Empty for all series. */
  readonly matchers: readonly Matcher[];
}

/** What an export needs. */
export interface ExportContext {
  readonly queryable: Queryable;
  /** What is known of the families; it may be empty. */
  readonly metadata: readonly MetricMetadata[];
  /** Those that are known of the range; OpenMetrics has them with counters and buckets. */
  readonly exemplars: readonly SeriesExemplars[];
  readonly signal: AbortSignal;
  readonly onProgress: (progress: TransferProgress) => void;
}

/**
 * Writes the history of a time range as OpenMetrics text with timestamps, family by family, as `promtool tsdb
 * create-blocks-from openmetrics` loads it. The file appears when it is complete; an older one of its name is replaced.
 * Native histograms and staleness marks are left out and counted. Throws AppError `canceled`, `storage`.
 */
export async function exportOpenMetrics(
  request: ExportRequest,
  context: ExportContext,
): Promise<ExportOutcome> {
  const { queryable, signal } = context;
  const { range, matchers, path } = request;
  const series = (await queryable.listSeries(matchers, range.startMs, range.endMs)).filter(
    (labels) => labelValue(labels, METRIC_NAME_LABEL) !== '',
  );
  const file = await PartialFile.create(path);
  try {
    const counts = await writeFamilies(series, request, context, file);
    await file.write('# EOF\n');
    throwIfCanceled(signal);
    await file.complete();
    return { path, bytes: file.bytes, ...counts };
  } catch (error) {
    await file.discard();
    throw error;
  }
}

async function writeFamilies(
  series: readonly LabelSet[],
  { range, matchers }: ExportRequest,
  { queryable, metadata, exemplars, signal, onProgress }: ExportContext,
  file: PartialFile,
): Promise<MetricWriter['counts']> {
  const pace = createPacer(signal);
  const writer = new MetricWriter(file, pace, new ExemplarTexts(exemplars));
  const byName = groupByName(series);
  let done = 0;
  const report = (): void => onProgress({ done, total: series.length, samples: writer.counts.samples });
  for (const family of planFamilies(byName.keys(), metadata)) {
    const ofFamily = family.names.flatMap((name) => byName.get(name) ?? []);
    const reader = { queryable, range, matchers, signal, pace };
    writer.begin(family);
    for await (const columns of readFamily(family, ofFamily, reader)) {
      throwIfCanceled(signal);
      await writer.write(columns);
      report();
    }
    done += ofFamily.length;
    report();
  }
  return writer.counts;
}

function groupByName(series: readonly LabelSet[]): Map<string, LabelSet[]> {
  const groups = new Map<string, LabelSet[]>();
  for (const labels of series) {
    const name = labelValue(labels, METRIC_NAME_LABEL);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [labels]);
    else group.push(labels);
  }
  return groups;
}
