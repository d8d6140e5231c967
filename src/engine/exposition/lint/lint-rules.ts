import type { FindingSeverity } from '../../../shared/domain/exposition.ts';
import type { ExpositionRule } from '../exposition-error.ts';
import type { PageFormat } from '../negotiation.ts';

/** How grave a breach is in each format (null: not a rule of it), and where the rule is written. */
interface LintRuleInfo {
  readonly text: FindingSeverity | null;
  readonly openmetrics: FindingSeverity | null;
  readonly source: { readonly text: string; readonly openmetrics: string };
}

const TEXT_LINES = 'Text format 0.0.4, Line format';
const TEXT_COMMENTS = 'Text format 0.0.4, Comments, help text, and type information';
const TEXT_GROUPING = 'Text format 0.0.4, Grouping and sorting';
const TEXT_HISTOGRAMS = 'Text format 0.0.4, Histograms and summaries';
const OM_STRUCTURE = 'OpenMetrics 1.0, Text format, Overall structure';
const OM_FAMILY = 'OpenMetrics 1.0, Data model, MetricFamily';
const OM_METRIC = 'OpenMetrics 1.0, Data model, Metric';
const OM_LABELS = 'OpenMetrics 1.0, Data model, Label';
const OM_EXEMPLARS = 'OpenMetrics 1.0, Data model, Exemplars';
const OM_TIMESTAMPS = 'OpenMetrics 1.0, Text format, Timestamps';
const OM_HISTOGRAM = 'OpenMetrics 1.0, Metric types, Histogram';
const PROTOBUF = 'Protobuf, io.prometheus.client.MetricFamily';
const NATIVE = 'Native histograms, Exposition format';
const NAMING = 'Prometheus, Metric and label naming';
const WRITING = 'Prometheus, Writing exporters';

function rule(
  text: FindingSeverity | null,
  openmetrics: FindingSeverity | null,
  textSource: string,
  openmetricsSource = textSource,
): LintRuleInfo {
  return { text, openmetrics, source: { text: textSource, openmetrics: openmetricsSource } };
}

function type(name: string): string {
  return `OpenMetrics 1.0, Metric types, ${name}`;
}

const SYNTAX = rule('error', 'error', TEXT_LINES, 'OpenMetrics 1.0, Text format, ABNF');

/** What the parser itself refuses. */
const PARSER_RULES: Record<ExpositionRule, LintRuleInfo> = {
  line_start: SYNTAX,
  metric_name: SYNTAX,
  label_name: SYNTAX,
  label_equals: SYNTAX,
  label_value: SYNTAX,
  label_separator: SYNTAX,
  label_duplicate: rule('error', 'error', TEXT_LINES, OM_LABELS),
  value: SYNTAX,
  timestamp: rule('error', 'error', TEXT_LINES, OM_TIMESTAMPS),
  exemplar: rule('error', 'error', TEXT_LINES, OM_EXEMPLARS),
  line_end: SYNTAX,
  metadata: rule('error', 'error', TEXT_COMMENTS, OM_STRUCTURE),
  metric_type: rule('error', 'error', TEXT_COMMENTS, OM_FAMILY),
  unit: rule('error', 'error', TEXT_COMMENTS, OM_FAMILY),
  utf8: SYNTAX,
  eof_missing: rule('error', 'error', OM_STRUCTURE),
  eof_followed: rule('error', 'error', OM_STRUCTURE),
  protobuf: rule('error', 'error', PROTOBUF),
};

/** What a scraper reads over. */
const SPECIFICATION_RULES = {
  newline_missing: rule('error', null, TEXT_LINES),
  escape: rule('error', 'advice', TEXT_LINES, 'OpenMetrics 1.0, Text format, Escaping'),
  openmetrics_comment: rule('advice', null, TEXT_COMMENTS),
  metadata_repeated: rule('error', 'error', TEXT_COMMENTS, OM_STRUCTURE),
  metadata_late: rule('error', 'error', TEXT_COMMENTS, OM_STRUCTURE),
  family_interleaved: rule('error', 'error', TEXT_GROUPING, OM_STRUCTURE),
  metric_interleaved: rule(null, 'error', TEXT_GROUPING, OM_STRUCTURE),
  name_clash: rule('warning', 'error', TEXT_GROUPING, OM_FAMILY),
  series_duplicate: rule('error', 'error', TEXT_GROUPING, OM_METRIC),
  series_repeated: rule('warning', null, TEXT_GROUPING),
  timestamp_order: rule(null, 'error', OM_METRIC),
  timestamp_mixed: rule('warning', 'error', OM_METRIC),
  timestamp_unit: rule('warning', 'warning', TEXT_LINES, OM_TIMESTAMPS),
  timestamp_present: rule('advice', 'advice', WRITING),
  sample_name: rule(null, 'error', OM_METRIC),
  unit_not_allowed: rule(null, 'error', OM_FAMILY),
  counter_value: rule('warning', 'error', type('Counter')),
  info_value: rule(null, 'error', type('Info')),
  stateset_label: rule(null, 'error', type('StateSet')),
  stateset_value: rule(null, 'error', type('StateSet')),
  bucket_le: rule('error', 'error', TEXT_HISTOGRAMS, OM_HISTOGRAM),
  bucket_order: rule('error', 'error', TEXT_HISTOGRAMS, OM_HISTOGRAM),
  bucket_value: rule('error', 'error', TEXT_HISTOGRAMS, OM_HISTOGRAM),
  bucket_cumulative: rule('error', 'error', TEXT_HISTOGRAMS, OM_HISTOGRAM),
  bucket_inf: rule('error', 'error', TEXT_HISTOGRAMS, OM_HISTOGRAM),
  bucket_count: rule('error', 'error', TEXT_HISTOGRAMS, OM_HISTOGRAM),
  histogram_sum: rule('warning', 'error', TEXT_HISTOGRAMS, OM_HISTOGRAM),
  histogram_count: rule('warning', 'error', TEXT_HISTOGRAMS, OM_HISTOGRAM),
  quantile: rule('error', 'error', TEXT_HISTOGRAMS, type('Summary')),
  quantile_order: rule('warning', 'advice', TEXT_HISTOGRAMS, type('Summary')),
  summary_value: rule('warning', 'error', TEXT_HISTOGRAMS, type('Summary')),
  exemplar_place: rule(null, 'error', OM_EXEMPLARS),
  exemplar_length: rule(null, 'error', OM_EXEMPLARS),
  exemplar_range: rule(null, 'advice', OM_EXEMPLARS),
  created_value: rule(null, 'warning', OM_METRIC),
  label_reserved: rule('warning', 'warning', NAMING, OM_LABELS),
} satisfies Record<string, LintRuleInfo>;

/** What only protobuf pages can break. */
const PROTOBUF_RULES = {
  family_empty: rule('advice', null, PROTOBUF),
  value_missing: rule('error', null, PROTOBUF),
  native_histogram: rule('error', null, NATIVE),
  native_spans: rule('warning', null, NATIVE),
  exemplar_time: rule('warning', null, NATIVE),
} satisfies Record<string, LintRuleInfo>;

/** Names and texts, as promtool judges them, and what a scraper does to labels. */
const NAMING_RULES = {
  help_missing: rule('warning', 'warning', NAMING),
  unit_base: rule('warning', 'warning', NAMING),
  unit_abbreviation: rule('warning', 'warning', NAMING),
  counter_total: rule('warning', null, NAMING),
  total_reserved: rule('warning', 'warning', NAMING),
  suffix_reserved: rule('warning', 'warning', NAMING),
  bound_reserved: rule('warning', 'warning', NAMING),
  type_in_name: rule('warning', 'warning', NAMING),
  name_colon: rule('warning', 'warning', NAMING),
  name_case: rule('warning', 'warning', NAMING),
  label_case: rule('warning', 'warning', NAMING),
  name_quoted: rule('advice', 'advice', NAMING),
  label_empty: rule('advice', 'advice', NAMING),
  label_of_target: rule('advice', 'advice', WRITING),
} satisfies Record<string, LintRuleInfo>;

const ALL_RULES = { ...PARSER_RULES, ...SPECIFICATION_RULES, ...PROTOBUF_RULES, ...NAMING_RULES };

export type LintRule = keyof typeof ALL_RULES;

/** The severity of a rule in a format, null where it is not one of it, and where the rule is written. */
export function lintRuleIn(
  name: LintRule,
  format: PageFormat,
): { readonly severity: FindingSeverity | null; readonly source: string } {
  const info: LintRuleInfo = ALL_RULES[name];
  if (format === 'protobuf') {
    const { text } = info.source;
    const isOfLines = name in PARSER_RULES || name in SPECIFICATION_RULES;
    return { severity: info.text ?? info.openmetrics, source: isOfLines ? PROTOBUF : text };
  }
  return { severity: info[format], source: info.source[format] };
}
