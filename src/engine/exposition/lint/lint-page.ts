import type { ExpositionFinding } from '../../../shared/domain/exposition.ts';
import { createLabels, labelsKey } from '../../model/labels.ts';
import type { ExpositionFormat } from '../negotiation.ts';
import { openPage } from '../parse-page.ts';
import { FamilyIndex, type LintFamily, sampleSuffixes } from './family-index.ts';
import { Findings, type Place } from './findings.ts';
import { checkHistogramPoint } from './histogram-rules.ts';
import type { LintWalk } from './lint-walk.ts';
import { type LintMetric, MetricIndex } from './metric-points.ts';
import { checkFamilyName } from './naming-rules.ts';
import { type LintLine, type LintMeta, type LintSample, Places } from './page-lines.ts';
import { checkSample } from './sample-rules.ts';
import { walkPage } from './walk-page.ts';

/** Lines that are remembered of one family. */
const LISTED_SAMPLES = 1_000;

/** What the lint says of a page. `left` findings are not listed, because there are too many of their rule. */
export interface LintResult {
  readonly findings: readonly ExpositionFinding[];
  readonly left: number;
  readonly families: readonly LintFamily[];
  readonly samples: number;
}

class PageLint implements LintWalk {
  readonly findings: Findings;
  readonly places: Places;
  readonly families: FamilyIndex;
  samples = 0;
  private readonly format: ExpositionFormat;
  private readonly metrics = new Map<LintFamily, MetricIndex>();
  /** The timestamp of the last sample of each series. */
  private readonly series = new Map<string, string | null>();
  private current: LintFamily | null = null;
  private hasTimestamps = false;

  constructor(format: ExpositionFormat, places: Places) {
    this.format = format;
    this.findings = new Findings(format);
    this.places = places;
    this.families = new FamilyIndex(format);
  }

  take(line: LintLine): void {
    if (line.kind === 'meta') this.takeMeta(line);
    else this.takeSample(line);
  }

  private takeMeta(line: LintMeta): void {
    const { meta } = line;
    const family = this.families.declare(meta.name, () => this.places.ofLine(line));
    this.enter(family, line);
    const word = meta.kind.toUpperCase();
    const known = meta.kind === 'type' ? family.type : meta.kind === 'help' ? family.help : family.unit;
    if (known !== null) {
      const message = `"${family.name}" has a second ${word} line.`;
      this.findings.report('metadata_repeated', this.places.ofLine(line), message);
    }
    if (family.samples > 0 && (this.format === 'openmetrics' || meta.kind === 'type')) {
      const message = `The ${word} line of "${family.name}" stands behind its samples.`;
      this.findings.report('metadata_late', this.places.ofLine(line), message);
    }
    if (meta.kind === 'type') family.type = meta.type;
    else if (meta.kind === 'help') family.help = meta.text;
    else family.unit = meta.unit;
  }

  private takeSample(sample: LintSample): void {
    this.samples++;
    const family = this.families.ofSample(sample.name, () => this.places.ofLine(sample));
    this.enter(family, sample);
    family.samples++;
    if (family.sampleLines.length < LISTED_SAMPLES) family.sampleLines.push(sample.line);
    this.checkLabels(family, sample);
    const key = labelsKey(createLabels(sample.labels));
    if (this.checkRepetition(sample, key)) family.series++;
    let metrics = this.metrics.get(family);
    if (metrics === undefined) {
      metrics = new MetricIndex();
      this.metrics.set(family, metrics);
    }
    const { metric, isNew, again } = metrics.enter(family, sample, key);
    if (again) {
      const message = `Samples of other labels stand between this one and its metric's others, which begin on line ${metric.firstLine}.`;
      this.findings.report('metric_interleaved', this.places.ofLine(sample), message);
    }
    if (!isNew && !sample.name.endsWith('_created')) this.checkTimes(family, metric, sample);
    checkSample(family, metric, sample, this.format, this);
  }

  /** Notes that lines of another family have begun. */
  private enter(family: LintFamily, line: LintLine): void {
    if (this.current === family) return;
    if (this.current !== null) this.current.left = true;
    this.current = family;
    if (!family.left || (this.format === 'text' && family.samples === 0)) return;
    const message = `Lines of other metrics stand between this one and the others of "${family.name}", which begin on line ${family.place.line}.`;
    this.findings.report('family_interleaved', this.places.ofLine(line), message);
  }

  private checkTimes(family: LintFamily, metric: LintMetric, sample: LintSample): void {
    const { timestamp } = metric;
    metric.timestamp = sample.timestamp;
    const place = () => this.places.ofLine(sample);
    if ((timestamp === null) !== (sample.timestamp === null)) {
      const message = 'Some samples of the metric have a timestamp and some have none.';
      this.findings.report('timestamp_mixed', place(), message);
    } else if (family.type !== 'info' && Number(sample.timestamp) < Number(timestamp)) {
      this.findings.report('timestamp_order', place(), "The metric's timestamps go back.");
    }
  }

  /** Whether the series is new. */
  private checkRepetition(sample: LintSample, labels: string): boolean {
    if (sample.timestamp !== null && !this.hasTimestamps) {
      this.hasTimestamps = true;
      const message = 'The page has timestamps: series with them get no staleness marks when they vanish.';
      this.findings.report('timestamp_present', this.places.ofTail(sample, sample.timestamp), message);
    }
    const key = `${sample.name}\uffff${labels}`;
    const before = this.series.get(key);
    this.series.set(key, sample.timestamp);
    if (before === undefined) return true;
    if (before === sample.timestamp) {
      const message = 'The series stands on the page already; a scraper keeps the first sample.';
      this.findings.report('series_duplicate', this.places.ofLine(sample), message);
    } else {
      const message = 'The series stands on the page already, with another timestamp.';
      this.findings.report('series_repeated', this.places.ofLine(sample), message);
    }
    return false;
  }

  private checkLabels(family: LintFamily, sample: LintSample): void {
    for (const [name, value] of sample.labels) {
      if (value === '' && !family.emptyLabels.has(name)) {
        family.emptyLabels.add(name);
        const message = `The label "${name}" is empty, which is the same as not being there.`;
        this.findings.report('label_empty', this.places.ofLabel(sample, name), message);
      }
      if (family.labelNames.has(name)) continue;
      const place = this.places.ofLabel(sample, name);
      family.labelNames.set(name, place);
      this.checkLabelName(name, place);
    }
  }

  private checkLabelName(name: string, place: Place): void {
    if (name.startsWith('__')) {
      const message = `The label "${name}" begins with two underscores, which are for internal use.`;
      this.findings.report('label_reserved', place, message);
    }
    if (name === 'job' || name === 'instance') {
      const message = `A scraper sets the label "${name}" itself; this one is stored as "exported_${name}".`;
      this.findings.report('label_of_target', place, message);
    }
  }

  finish(): LintResult {
    this.checkClashes();
    for (const family of this.families.list()) {
      checkFamilyName(family, this.format, this.findings);
      if (
        family.unit !== null &&
        family.unit !== '' &&
        (family.type === 'info' || family.type === 'stateset')
      ) {
        this.findings.report(
          'unit_not_allowed',
          family.place,
          `A family of type ${family.type} has no unit.`,
        );
      }
      if (family.type !== 'histogram' && family.type !== 'gaugehistogram') continue;
      for (const metric of this.metrics.get(family)?.list() ?? []) {
        for (const point of metric.points.values()) checkHistogramPoint(family, point, this.format, this);
      }
    }
    const { findings, samples } = this;
    return { findings: findings.list(), left: findings.left, families: this.families.list(), samples };
  }

  /** Two families of which one could have samples of the other's name. */
  private checkClashes(): void {
    const claimed = new Map<string, LintFamily>();
    for (const family of this.families.list()) {
      const names = new Set([family.name]);
      for (const suffix of sampleSuffixes(family.type, this.format)) names.add(family.name + suffix);
      for (const name of names) {
        const other = claimed.get(name);
        if (other === undefined) claimed.set(name, family);
        else {
          const message = `"${family.name}" and "${other.name}" could both have samples of the name "${name}".`;
          this.findings.report('name_clash', family.place, message);
        }
      }
    }
  }
}

function createLint(body: Uint8Array, format: ExpositionFormat): { walk: Generator<void>; lint: PageLint } {
  const reader = openPage(body, format);
  const lint = new PageLint(format, new Places(reader.bytes, reader.end));
  return { walk: walkPage(reader, format, lint), lint };
}

/**
 * Everything that the specifications (text 0.0.4 and 1.0.0, OpenMetrics 1.0) and the naming practices say of a page,
 * beyond what a scraper refuses. Reads on behind lines that can't be read.
 */
export function lintPage(body: Uint8Array, format: ExpositionFormat): LintResult {
  const { walk, lint } = createLint(body, format);
  for (const _ of walk);
  return lint.finish();
}

/** `lintPage` that lets others have the thread: it waits for `pause` every few milliseconds. */
export async function lintPageInTurns(
  body: Uint8Array,
  format: ExpositionFormat,
  pause: () => Promise<void>,
): Promise<LintResult> {
  const { walk, lint } = createLint(body, format);
  for (const _ of walk) await pause();
  return lint.finish();
}
