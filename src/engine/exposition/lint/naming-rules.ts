import type { ExpositionFormat } from '../negotiation.ts';
import type { LintFamily } from './family-index.ts';
import type { Findings } from './findings.ts';
import { baseUnitOf, hasAbbreviatedUnit } from './unit-names.ts';

const TYPES_IN_NAMES = ['counter', 'gauge', 'summary', 'histogram', 'gauge_histogram'];
const CAMEL_CASE = /[a-z][A-Z]/;
const PLAIN_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;

/** What promtool's `check metrics` says of a family's name and text. */
export function checkFamilyName(family: LintFamily, format: ExpositionFormat, findings: Findings): void {
  const { name, type, place } = family;
  if (family.help === null || family.help === '') {
    findings.report('help_missing', place, `"${name}" has no HELP text.`);
  }
  const unit = baseUnitOf(name);
  if (unit !== null) {
    findings.report(
      'unit_base',
      place,
      `"${name}" has the unit "${unit.found}"; the base unit is "${unit.base}".`,
    );
  }
  if (hasAbbreviatedUnit(name)) {
    findings.report('unit_abbreviation', place, `"${name}" has an abbreviated unit; units are written out.`);
  }
  checkSuffixes(family, format, findings);
  const lower = name.toLowerCase();
  for (const word of TYPES_IN_NAMES) {
    if (!lower.includes(`_${word}_`) && !lower.endsWith(`_${word}`)) continue;
    findings.report('type_in_name', place, `"${name}" has the type "${word}" in it; TYPE says it.`);
  }
  if (name.includes(':')) {
    findings.report('name_colon', place, `"${name}" has a colon, which is for names of recording rules.`);
  }
  if (CAMEL_CASE.test(name)) {
    findings.report(
      'name_case',
      place,
      `"${name}" is written in camelCase; names are written in snake_case.`,
    );
  }
  if (!PLAIN_NAME.test(name)) {
    const message = `"${name}" needs quotes, which scrapers before Prometheus 3 do not read.`;
    findings.report('name_quoted', place, message);
  }
  for (const [label, labelPlace] of family.labelNames) {
    if (type !== null && type !== 'unknown') checkBoundLabel(family, label, labelPlace, findings);
    if (CAMEL_CASE.test(label)) {
      const message = `The label "${label}" is written in camelCase; names are written in snake_case.`;
      findings.report('label_case', labelPlace, message);
    }
  }
}

function checkSuffixes(
  { name, type, place }: LintFamily,
  format: ExpositionFormat,
  findings: Findings,
): void {
  if (type === 'counter' && format === 'text' && !name.endsWith('_total')) {
    findings.report('counter_total', place, `The counter "${name}" does not end with "_total".`);
  }
  if (type === null || type === 'unknown') return;
  const isHistogram = type === 'histogram' || type === 'gaugehistogram';
  if (type !== 'counter' && name.endsWith('_total')) {
    findings.report('total_reserved', place, `"${name}" is a ${type}; "_total" is for counters.`);
  }
  if (!isHistogram && name.endsWith('_bucket')) {
    findings.report('suffix_reserved', place, `"${name}" is a ${type}; "_bucket" is for histograms.`);
  }
  if (isHistogram || type === 'summary') return;
  for (const suffix of ['_count', '_sum']) {
    if (!name.endsWith(suffix)) continue;
    const message = `"${name}" is a ${type}; "${suffix}" is for histograms and summaries.`;
    findings.report('suffix_reserved', place, message);
  }
}

function checkBoundLabel(
  { name, type }: LintFamily,
  label: string,
  place: LintFamily['place'],
  findings: Findings,
): void {
  if (label === 'le' && type !== 'histogram' && type !== 'gaugehistogram') {
    findings.report('bound_reserved', place, `"${name}" is a ${type}; the label "le" is for histograms.`);
  }
  if (label === 'quantile' && type !== 'summary') {
    findings.report(
      'bound_reserved',
      place,
      `"${name}" is a ${type}; the label "quantile" is for summaries.`,
    );
  }
}
