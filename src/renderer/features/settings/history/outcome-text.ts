import type { ExportOutcome, ImportOutcome } from '../../../../shared/domain/transfer.ts';
import { formatBytes } from '../../../lib/format.ts';

function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
}

/** What an export wrote and left out, in sentences. */
export function describeExport(outcome: ExportOutcome): string {
  const { samples, series, bytes, path, histogramsLeftOut, staleMarksLeftOut } = outcome;
  const written = `${count(samples, 'sample')} of ${count(series, 'series', 'series')} (${formatBytes(bytes)}) are in ${path}.`;
  const left = [
    ...(histogramsLeftOut > 0 ? [count(histogramsLeftOut, 'native histogram')] : []),
    ...(staleMarksLeftOut > 0
      ? [count(staleMarksLeftOut, 'mark of an ended series', 'marks of ended series')]
      : []),
  ];
  return left.length === 0
    ? written
    : `${written} Left out, as the format has no form for them: ${left.join(' and ')}.`;
}

/** What an import added, in sentences. */
export function describeImport({ samples, series, appended, tooOld }: ImportOutcome): string {
  const known = samples - appended - tooOld;
  const sentences = [`${count(appended, 'sample')} of ${count(series, 'series', 'series')} were added.`];
  if (known > 0) sentences.push(`${count(known, 'sample')} stood there already.`);
  if (tooOld > 0) sentences.push(`${count(tooOld, 'sample')} are older than history is kept.`);
  return sentences.join(' ');
}
