import { Buffer } from 'node:buffer';
import type { LabelPair } from '../../../shared/domain/series.ts';
import { createLabels, labelsKey } from '../../model/labels.ts';
import { ExpositionError } from '../exposition-error.ts';
import { findDuplicateName } from '../label-values.ts';
import { FamilyReader } from '../protobuf/family-reader.ts';
import { headFault, listSamples } from '../protobuf/family-series.ts';
import type { Metric } from '../protobuf/metric-family.ts';
import { ReadablePage } from '../protobuf/readable-page.ts';
import { SHARED_STRINGS } from '../string-cache.ts';
import { FamilyIndex, type LintFamily } from './family-index.ts';
import { Findings, type Place } from './findings.ts';
import type { LintResult } from './lint-page.ts';
import type { LintRule } from './lint-rules.ts';
import { checkFamilyName } from './naming-rules.ts';
import { checkProtobufMetric } from './protobuf-rules.ts';

const LISTED_SAMPLES = 1_000;
const METRICS_OF_A_TURN = 200;
const SHOWN_TEXT_LENGTH = 160;
const LEAST_MS_TIMESTAMP = 1e11;

/** What the lint says of a protobuf page; lines are those of its readable form. */
export interface ProtobufLintResult extends LintResult {
  readonly text: string;
  readonly isCutOff: boolean;
}

function seriesText(name: string, labels: readonly LabelPair[]): string {
  const inBraces = labels.map(([label, value]) => `${label}=${JSON.stringify(value)}`).join(',');
  return `${name}{${inBraces}}`.slice(0, SHOWN_TEXT_LENGTH);
}

/** The lint of a page of delimited io.prometheus.client.MetricFamily messages. */
class ProtobufLint {
  private readonly findings = new Findings('protobuf');
  private readonly families = new FamilyIndex('text');
  private readonly page: ReadablePage;
  private readonly reader: FamilyReader;
  private samples = 0;
  private hasTimestamps = false;
  private familyPath = '';
  /** The series that is read, as text. */
  private subject = '';

  constructor(body: Uint8Array, shownBytes: number) {
    this.page = new ReadablePage(shownBytes);
    this.reader = new FamilyReader(Buffer.from(body), body.length, SHARED_STRINGS);
  }

  /** Reads the page, and yields now and then. */
  *walk(): Generator<void> {
    try {
      for (let i = 0; this.reader.nextFamily(); i++) yield* this.readFamily(i);
    } catch (error) {
      if (!(error instanceof ExpositionError)) throw error;
      const at = `${this.familyPath} (byte ${error.column})`;
      const place = { line: this.page.lineOf(''), column: 1, text: error.text, path: at };
      const message = `${error.message[0]?.toUpperCase()}${error.message.slice(1)}; what comes behind it can't be read.`;
      this.findings.report('protobuf', place, message, true);
    }
  }

  finish(): ProtobufLintResult {
    const families = this.families.list();
    for (const family of families) checkFamilyName(family, 'text', this.findings);
    const { findings, samples, page } = this;
    return {
      findings: findings.list(),
      left: findings.left,
      families,
      samples,
      text: page.text,
      isCutOff: page.isCutOff,
    };
  }

  private place(path: string, part: string): Place {
    const line = this.page.lineOf(part);
    return { line, column: 1, text: this.subject, path: part === '' ? path : `${path}.${part}` };
  }

  private *readFamily(number: number): Generator<void> {
    const { reader, page } = this;
    const { head } = reader;
    const path = `family[${number}]`;
    this.familyPath = path;
    this.subject = head.name;
    page.addFamily(head);
    const isRepeated = this.families.find(head.name) !== undefined;
    const family = this.families.declare(head.name, () => this.place(path, ''));
    const place = this.place(path, '');
    if (isRepeated) {
      this.findings.report(
        'metadata_repeated',
        place,
        `The family "${head.name}" stands on the page already.`,
      );
    }
    family.type = head.type;
    family.help = head.help;
    family.unit = head.unit;
    const unitPlace = this.place(path, 'unit');
    const series = new Map<string, number>();
    let metric = reader.nextMetric();
    if (metric === null) {
      this.findings.report('family_empty', place, `The family "${head.name}" has no metric.`);
      return;
    }
    const fault = headFault(head);
    if (fault !== null) {
      const rule = head.name === '' ? 'metric_name' : 'unit';
      this.findings.report(
        rule,
        rule === 'unit' ? unitPlace : place,
        `${fault[0]?.toUpperCase()}${fault.slice(1)}.`,
        true,
      );
    }
    for (let i = 0; metric !== null; metric = reader.nextMetric(), i++) {
      if (i % METRICS_OF_A_TURN === 0) yield;
      this.readMetric(family, metric, `${path}.metric[${i}]`, series);
    }
  }

  private readMetric(family: LintFamily, metric: Metric, path: string, series: Map<string, number>): void {
    const { findings, page } = this;
    page.addMetric(metric);
    this.subject = seriesText(family.name, metric.labels);
    const report = (rule: LintRule, part: string, message: string, refused = false): void =>
      findings.report(rule, this.place(path, part), message, refused);
    this.checkLabels(family, metric.labels, path, report);
    const key = labelsKey(createLabels(metric.labels));
    const before = series.get(key);
    if (before === undefined) family.series++;
    else if (before === metric.timestampMs) {
      report(
        'series_duplicate',
        '',
        'The metric stands in the family already; a scraper keeps the first one.',
      );
    } else report('series_repeated', '', 'The metric stands in the family already, with another timestamp.');
    series.set(key, metric.timestampMs);
    this.checkTimestamp(metric, report);
    checkProtobufMetric(family, metric, report);
    const samples = listSamples(family.type ?? 'unknown', metric, false);
    const count = typeof samples === 'string' ? 1 : samples.length;
    this.samples += count;
    family.samples += count;
    if (family.sampleLines.length < LISTED_SAMPLES) family.sampleLines.push(page.lineOf(''));
  }

  private checkTimestamp(
    { timestampMs }: Metric,
    report: (rule: LintRule, part: string, message: string) => void,
  ): void {
    if (timestampMs === 0) return;
    if (!this.hasTimestamps) {
      this.hasTimestamps = true;
      const message = 'The page has timestamps: series with them get no staleness marks when they vanish.';
      report('timestamp_present', 'timestamp_ms', message);
    }
    if (timestampMs > 0 && timestampMs < LEAST_MS_TIMESTAMP) {
      const message =
        'The timestamp is in milliseconds, and this one is of the early 1970s: it may be in seconds.';
      report('timestamp_unit', 'timestamp_ms', message);
    }
  }

  private checkLabels(
    family: LintFamily,
    labels: readonly LabelPair[],
    path: string,
    report: (rule: LintRule, part: string, message: string, refused?: boolean) => void,
  ): void {
    const duplicate = findDuplicateName(labels);
    if (duplicate !== null) {
      report('label_duplicate', '', `The label "${duplicate}" stands twice in one metric.`, true);
    }
    for (const [i, [name, value]] of labels.entries()) {
      const part = `label[${i}]`;
      if (name === '') report('label_name', part, 'A label has no name.', true);
      if (value === '' && !family.emptyLabels.has(name)) {
        family.emptyLabels.add(name);
        report('label_empty', part, `The label "${name}" is empty, which is the same as not being there.`);
      }
      if (family.labelNames.has(name)) continue;
      family.labelNames.set(name, this.place(path, part));
      if (name.startsWith('__')) {
        report(
          'label_reserved',
          part,
          `The label "${name}" begins with two underscores, which are for internal use.`,
        );
      }
      if (name === 'job' || name === 'instance') {
        const message = `A scraper sets the label "${name}" itself; this one is stored as "exported_${name}".`;
        report('label_of_target', part, message);
      }
    }
  }
}

/** What the specifications say of a protobuf page; `shownBytes` is the most of its readable form. */
export function lintProtobuf(body: Uint8Array, shownBytes: number): ProtobufLintResult {
  const lint = new ProtobufLint(body, shownBytes);
  for (const _ of lint.walk());
  return lint.finish();
}

/** `lintProtobuf` that waits for `pause` every few hundred metrics. */
export async function lintProtobufInTurns(
  body: Uint8Array,
  shownBytes: number,
  pause: () => Promise<void>,
): Promise<ProtobufLintResult> {
  const lint = new ProtobufLint(body, shownBytes);
  for (const _ of lint.walk()) await pause();
  return lint.finish();
}
