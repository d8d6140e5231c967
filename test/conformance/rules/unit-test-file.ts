import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { parseDurationMs } from '../../../src/shared/domain/duration.ts';
import type { LabelPair } from '../../../src/shared/domain/series.ts';
import {
  parseNumber,
  parseSeriesLabels,
  parseSeriesLine,
  type SeriesLine,
} from '../promql/series-notation.ts';

/** Alerts that must be firing at a time, and no others of that name. */
export interface AlertAssertion {
  readonly evalTimeMs: number;
  readonly alertName: string;
  readonly alerts: readonly {
    readonly labels: readonly LabelPair[];
    readonly annotations: readonly LabelPair[];
  }[];
}

/** What an expression must give at a time; each line has one point. */
export interface ExprAssertion {
  readonly evalTimeMs: number;
  readonly expr: string;
  readonly samples: readonly SeriesLine[];
}

/** One group of assertions over series of its own. */
export interface UnitTest {
  readonly name: string;
  readonly intervalMs: number;
  readonly startMs: number;
  readonly series: readonly SeriesLine[];
  readonly alertAssertions: readonly AlertAssertion[];
  readonly exprAssertions: readonly ExprAssertion[];
  readonly externalLabels: readonly LabelPair[];
  readonly externalUrl: string;
}

/** A unit-test file in promtool's format; paths of rule files are absolute. */
export interface UnitTestFile {
  readonly ruleFiles: readonly string[];
  readonly evaluationIntervalMs: number;
  readonly groupOrder: readonly string[];
  readonly fuzzyCompare: boolean;
  readonly tests: readonly UnitTest[];
}

/** YAML read with all scalars as the texts that they are. */
type Yaml = string | readonly Yaml[] | { readonly [key: string]: Yaml } | null | undefined;

function field(node: Yaml, name: string): Yaml {
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return undefined;
  return (node as { readonly [key: string]: Yaml })[name];
}

function text(node: Yaml): string {
  return typeof node === 'string' ? node : '';
}

function list(node: Yaml): readonly Yaml[] {
  return Array.isArray(node) ? node : [];
}

function pairs(node: Yaml): LabelPair[] {
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return [];
  return Object.entries(node).map(([name, value]) => [name, text(value)]);
}

function duration(node: Yaml, otherwiseMs: number): number {
  return typeof node === 'string' && node !== '' ? parseDurationMs(node) : otherwiseMs;
}

function timestamp(node: Yaml): number {
  const written = text(node);
  if (written === '') return 0;
  return /^[\d.]+$/.test(written) ? Number(written) * 1_000 : Date.parse(written);
}

/** Reads a YAML file as plain texts; null where it is none. */
export function readYaml(source: string): unknown {
  try {
    return parse(source, { schema: 'failsafe', merge: true });
  } catch {
    return null;
  }
}

function readSample(node: Yaml): SeriesLine {
  const labels = text(field(node, 'labels'));
  const histogram = text(field(node, 'histogram'));
  const value = text(field(node, 'value')).replace(/^([+-]?)\.(inf|nan)$/i, '$1$2');
  const parsed = labels.trim() === '' ? [] : parseSeriesLabels(labels).labels;
  if (histogram !== '') return { labels: parsed, points: parseSeriesLine(`h ${histogram}`).points };
  return { labels: parsed, points: [{ kind: 'float', value: value === '' ? 0 : parseNumber(value) }] };
}

function readTest(node: Yaml, index: number, evaluationIntervalMs: number): UnitTest {
  return {
    name: text(field(node, 'name')) || `test ${index + 1}`,
    intervalMs: duration(field(node, 'interval'), evaluationIntervalMs),
    startMs: timestamp(field(node, 'start_timestamp')),
    series: list(field(node, 'input_series')).map((entry) =>
      parseSeriesLine(`${text(field(entry, 'series'))} ${text(field(entry, 'values'))}`),
    ),
    alertAssertions: list(field(node, 'alert_rule_test')).map((entry) => ({
      evalTimeMs: duration(field(entry, 'eval_time'), 0),
      alertName: text(field(entry, 'alertname')),
      alerts: list(field(entry, 'exp_alerts')).map((alert) => ({
        labels: pairs(field(alert, 'exp_labels')),
        annotations: pairs(field(alert, 'exp_annotations')),
      })),
    })),
    exprAssertions: list(field(node, 'promql_expr_test')).map((entry) => ({
      evalTimeMs: duration(field(entry, 'eval_time'), 0),
      expr: text(field(entry, 'expr')),
      samples: list(field(entry, 'exp_samples')).map(readSample),
    })),
    externalLabels: pairs(field(node, 'external_labels')),
    externalUrl: text(field(node, 'external_url')),
  };
}

/** Reads a unit-test file. Throws for notation that can't be read. */
export function readUnitTestFile(path: string, source: string): UnitTestFile {
  const root = readYaml(source) as Yaml;
  const evaluationIntervalMs = duration(field(root, 'evaluation_interval'), 60_000);
  return {
    ruleFiles: list(field(root, 'rule_files')).map((name) => resolve(dirname(path), text(name))),
    evaluationIntervalMs,
    groupOrder: list(field(root, 'group_eval_order')).map(text),
    fuzzyCompare: text(field(root, 'fuzzy_compare')) === 'true',
    tests: list(field(root, 'tests')).map((test, i) => readTest(test, i, evaluationIntervalMs)),
  };
}
