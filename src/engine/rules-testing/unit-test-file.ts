import type { Node } from 'yaml';
import type { LabelPair } from '../../shared/domain/series.ts';
import { readDuration } from '../rules/yaml-duration.ts';
import { openYaml, type YamlProblem, type YamlReader } from '../rules/yaml-reader.ts';

/** Alerts that must be firing at a time, and no others of that name. */
export interface AlertAssertion {
  readonly evalTimeMs: number;
  readonly alertName: string;
  readonly alerts: readonly {
    readonly labels: readonly LabelPair[];
    readonly annotations: readonly LabelPair[];
  }[];
}

/** A sample that is expected, as it is written; `histogram` is empty for a float. */
export interface ExpectedSample {
  readonly labels: string;
  readonly value: number;
  readonly histogram: string;
}

/** What an expression must give at a time. */
export interface ExprAssertion {
  readonly evalTimeMs: number;
  readonly expr: string;
  readonly samples: readonly ExpectedSample[];
}

/** One group of assertions over series of its own; times of assertions count from `startMs`. */
export interface UnitTest {
  /** Empty where the file gives none. */
  readonly name: string;
  readonly intervalMs: number;
  readonly startMs: number;
  readonly series: readonly { readonly series: string; readonly values: string }[];
  readonly alertAssertions: readonly AlertAssertion[];
  readonly exprAssertions: readonly ExprAssertion[];
  readonly externalLabels: readonly LabelPair[];
  readonly externalUrl: string;
}

/** A unit-test file in promtool's format; `ruleFiles` are the patterns that it names. */
export interface UnitTestFile {
  readonly ruleFiles: readonly string[];
  readonly evaluationIntervalMs: number;
  readonly groupOrder: readonly string[];
  readonly fuzzyCompare: boolean;
  readonly tests: readonly UnitTest[];
}

const DEFAULT_INTERVAL_MS = 60_000;
const FILE_FIELDS = 'rule_files evaluation_interval group_eval_order tests fuzzy_compare';
const TEST_FIELDS =
  'name interval start_timestamp input_series alert_rule_test promql_expr_test external_labels external_url';
const NUMBER = /^[+-]?(?:\.inf|\.nan|0x[\da-f]+|(?:\d[\d_]*\.?\d*|\.\d+)(?:e[+-]?\d+)?)$/i;

/**
 * Reads a unit-test file as promtool does: unknown fields are mistakes unless `ignoreUnknown`. The file counts only
 * where there are no problems; expressions and series are looked at when their test runs.
 */
export function readUnitTestFile(
  source: string,
  ignoreUnknown: boolean,
): { readonly file: UnitTestFile; readonly problems: readonly YamlProblem[] } {
  const problems: YamlProblem[] = [];
  const yaml = openYaml(source, problems);
  const fields = (node: Node | null, what: string, known: string): Fields =>
    new Fields(yaml, node, what, ignoreUnknown ? null : new Set(known.split(' ')));
  const root = fields(yaml.root, 'a unit-test file', FILE_FIELDS);
  const evaluationIntervalMs = root.duration('evaluation_interval') || DEFAULT_INTERVAL_MS;
  const groupOrder = root.list('group_eval_order').map((node) => yaml.readText(node, 'group_eval_order'));
  const repeated = groupOrder.find((name, i) => groupOrder.indexOf(name) < i);
  if (repeated !== undefined) {
    yaml.report(root.at('group_eval_order'), `group name repeated in evaluation order: ${repeated}`);
  }

  function readAlert(node: Node | null): AlertAssertion['alerts'][number] {
    const alert = fields(node, 'exp_alerts', 'exp_labels exp_annotations');
    return { labels: alert.pairs('exp_labels'), annotations: alert.pairs('exp_annotations') };
  }

  function readSample(node: Node | null): ExpectedSample {
    const sample = fields(node, 'exp_samples', 'labels value histogram');
    return {
      labels: sample.text('labels'),
      value: sample.number('value'),
      histogram: sample.text('histogram'),
    };
  }

  function readTest(node: Node | null): UnitTest {
    const test = fields(node, 'a test', TEST_FIELDS);
    return {
      name: test.text('name'),
      intervalMs: test.duration('interval') || evaluationIntervalMs,
      startMs: test.timestamp('start_timestamp'),
      series: test.list('input_series').map((entry) => {
        const line = fields(entry, 'input_series', 'series values');
        return { series: line.text('series'), values: line.text('values') };
      }),
      alertAssertions: test.list('alert_rule_test').map((entry) => {
        const assertion = fields(entry, 'alert_rule_test', 'eval_time alertname exp_alerts');
        return {
          evalTimeMs: assertion.duration('eval_time'),
          alertName: assertion.text('alertname'),
          alerts: assertion.list('exp_alerts').map(readAlert),
        };
      }),
      exprAssertions: test.list('promql_expr_test').map((entry) => {
        const assertion = fields(entry, 'promql_expr_test', 'expr eval_time exp_samples');
        return {
          evalTimeMs: assertion.duration('eval_time'),
          expr: assertion.text('expr'),
          samples: assertion.list('exp_samples').map(readSample),
        };
      }),
      externalLabels: test.pairs('external_labels'),
      externalUrl: test.text('external_url'),
    };
  }

  const file = {
    ruleFiles: root.list('rule_files').map((node) => yaml.readText(node, 'rule_files')),
    evaluationIntervalMs,
    groupOrder,
    fuzzyCompare: root.text('fuzzy_compare') === 'true',
    tests: root.list('tests').map(readTest),
  };
  return { file, problems };
}

/** The fields of one mapping by name; what is not there is empty. */
class Fields {
  readonly #yaml: YamlReader;
  readonly #node: Node | null;
  readonly #values: ReadonlyMap<string, Node | null>;

  constructor(yaml: YamlReader, node: Node | null, what: string, known: ReadonlySet<string> | null) {
    this.#yaml = yaml;
    this.#node = node;
    this.#values = new Map(yaml.readMap(node, what, known).map(({ key, value }) => [key, value]));
  }

  at(name: string): Node | null {
    return this.#values.get(name) ?? this.#node;
  }

  text(name: string): string {
    return this.#yaml.readText(this.#values.get(name) ?? null, name);
  }

  list(name: string): readonly (Node | null)[] {
    return this.#yaml.readList(this.#values.get(name) ?? null, name);
  }

  duration(name: string): number {
    return readDuration(this.#yaml, this.#values.get(name), name);
  }

  pairs(name: string): readonly LabelPair[] {
    return this.#yaml
      .readMap(this.#values.get(name) ?? null, name, null)
      .map(({ key, value }): LabelPair => [key, this.#yaml.readText(value, key)]);
  }

  number(name: string): number {
    const text = this.text(name);
    if (text === '') return 0;
    if (!NUMBER.test(text)) {
      this.#yaml.report(this.at(name), `${name} must be a number, not "${text}"`);
      return 0;
    }
    const digits = text.toLowerCase().replace(/^[+-]/, '');
    const sign = text.startsWith('-') ? -1 : 1;
    if (digits === '.nan') return Number.NaN;
    return sign * (digits === '.inf' ? Number.POSITIVE_INFINITY : Number(digits.replaceAll('_', '')));
  }

  /** Unix seconds or RFC 3339, as ms UTC. */
  timestamp(name: string): number {
    const text = this.text(name);
    if (text === '') return 0;
    const ms = /^-?[\d.]+$/.test(text) ? Math.round(Number(text) * 1_000) : Date.parse(text);
    if (Number.isFinite(ms)) return ms;
    this.#yaml.report(this.at(name), `${name} must be unix seconds or a time such as 2024-01-31T12:00:00Z`);
    return 0;
  }
}
