import type { MetricType } from '../../../shared/domain/series.ts';
import type { ExpositionFormat } from '../negotiation.ts';
import type { Place } from './findings.ts';

/** What is remembered of a metric family. */
export interface LintFamily {
  readonly name: string;
  /** Null where no TYPE line says it. */
  type: MetricType | null;
  help: string | null;
  unit: string | null;
  /** Of the family's first line. */
  readonly place: Place;
  samples: number;
  /** Different ones. */
  series: number;
  /** Of its samples; they are fewer where the family has too many. */
  readonly sampleLines: number[];
  /** Another family has begun since. */
  left: boolean;
  /** Where each label's name was first met. */
  readonly labelNames: Map<string, Place>;
  readonly emptyLabels: Set<string>;
}

const SUFFIXES: Record<ExpositionFormat, readonly (readonly [MetricType, readonly string[]])[]> = {
  text: [
    ['summary', ['_count', '_sum']],
    ['histogram', ['_bucket', '_count', '_sum']],
  ],
  openmetrics: [
    ['counter', ['_total', '_created']],
    ['summary', ['_count', '_sum', '_created']],
    ['histogram', ['_bucket', '_count', '_sum', '_created']],
    ['gaugehistogram', ['_bucket', '_gcount', '_gsum']],
    ['info', ['_info']],
  ],
};

/** The suffixes that names of samples of a family may have; '' where the family's own name is one. */
export function sampleSuffixes(type: MetricType | null, format: ExpositionFormat): readonly string[] {
  const found = SUFFIXES[format].find(([name]) => name === type)?.[1];
  if (found === undefined) return [''];
  return type === 'summary' ? ['', ...found] : found;
}

/** The families of a page in the order of their first lines. */
export class FamilyIndex {
  private readonly families = new Map<string, LintFamily>();
  private readonly format: ExpositionFormat;
  private lastName = '';
  private last: LintFamily | null = null;

  constructor(format: ExpositionFormat) {
    this.format = format;
  }

  list(): readonly LintFamily[] {
    return [...this.families.values()];
  }

  find(name: string): LintFamily | undefined {
    return this.families.get(name);
  }

  /** The family of that name, made if it is new. */
  declare(name: string, place: () => Place): LintFamily {
    let family = this.families.get(name);
    if (family === undefined) {
      family = {
        name,
        type: null,
        help: null,
        unit: null,
        place: place(),
        samples: 0,
        series: 0,
        sampleLines: [],
        left: false,
        labelNames: new Map(),
        emptyLabels: new Set(),
      };
      this.families.set(name, family);
      this.last = null;
    }
    return family;
  }

  /** The family that a sample of that name belongs to. */
  ofSample(name: string, place: () => Place): LintFamily {
    if (this.last !== null && name === this.lastName) return this.last;
    const family = this.families.get(name) ?? this.bySuffix(name) ?? this.declare(name, place);
    this.lastName = name;
    this.last = family;
    return family;
  }

  private bySuffix(name: string): LintFamily | undefined {
    for (const [type, suffixes] of SUFFIXES[this.format]) {
      for (const suffix of suffixes) {
        if (!name.endsWith(suffix)) continue;
        const family = this.families.get(name.slice(0, -suffix.length));
        if (family?.type === type) return family;
      }
    }
    return undefined;
  }
}
