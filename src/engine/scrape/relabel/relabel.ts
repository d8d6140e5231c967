import { createHash } from 'node:crypto';
import type { RE2JS } from 're2js';
import { assertNever } from '../../../shared/assert.ts';
import {
  DEFAULT_RELABEL_CONFIG,
  findRelabelFault,
  type RelabelConfig,
} from '../../../shared/domain/relabel.ts';
import { AppError } from '../../../shared/errors.ts';
import { matchAndExpand } from '../../model/expand-template.ts';
import { compileRe2 } from '../../model/matcher.ts';
import { toGoLowerCase, toGoUpperCase } from './letter-case.ts';

/** Changes a label set in place; false drops it. */
export type Relabeler = (labels: Map<string, string>) => boolean;

/**
 * Compiles relabelling steps, which run in order until one drops the labels (Prometheus' relabel_configs and
 * metric_relabel_configs). Null for no steps. Throws AppError `bad_data` for a step that Prometheus refuses.
 */
export function compileRelabeling(configs: readonly RelabelConfig[]): Relabeler | null {
  if (configs.length === 0) return null;
  const steps = configs.map(compileStep);
  return (labels) => steps.every((step) => step(labels));
}

function setLabel(labels: Map<string, string>, name: string, value: string): void {
  if (value === '') labels.delete(name);
  else labels.set(name, value);
}

function compileStep(config: RelabelConfig): Relabeler {
  const fault = findRelabelFault(config);
  if (fault !== null) throw new AppError('bad_data', fault.message, { field: fault.field });
  const { sourceLabels, separator, targetLabel } = config;
  const regex = compileRe2(`^(?s:${config.regex})$`);
  const sourceValue = (labels: Map<string, string>): string =>
    sourceLabels.map((name) => labels.get(name) ?? '').join(separator);
  switch (config.action) {
    case 'replace':
      return compileReplace(config, regex, sourceValue);
    case 'lowercase':
      return always((labels) => setLabel(labels, targetLabel, toGoLowerCase(sourceValue(labels))));
    case 'uppercase':
      return always((labels) => setLabel(labels, targetLabel, toGoUpperCase(sourceValue(labels))));
    case 'keep':
      return (labels) => regex.test(sourceValue(labels));
    case 'drop':
      return (labels) => !regex.test(sourceValue(labels));
    case 'keepequal':
      return (labels) => (labels.get(targetLabel) ?? '') === sourceValue(labels);
    case 'dropequal':
      return (labels) => (labels.get(targetLabel) ?? '') !== sourceValue(labels);
    case 'hashmod':
      return always((labels) =>
        setLabel(labels, targetLabel, hashModulo(sourceValue(labels), config.modulus)),
      );
    case 'labelmap':
      return always((labels) => mapLabels(labels, regex, config.replacement));
    case 'labeldrop':
      return always((labels) => removeLabels(labels, (name) => regex.test(name)));
    case 'labelkeep':
      return always((labels) => removeLabels(labels, (name) => !regex.test(name)));
    default:
      return assertNever(config.action, 'relabel action');
  }
}

function always(change: (labels: Map<string, string>) => void): Relabeler {
  return (labels) => {
    change(labels);
    return true;
  };
}

function compileReplace(
  { regex: pattern, targetLabel, replacement }: RelabelConfig,
  regex: RE2JS,
  sourceValue: (labels: Map<string, string>) => string,
): Relabeler {
  const isFixed =
    pattern === DEFAULT_RELABEL_CONFIG.regex && !targetLabel.includes('$') && !replacement.includes('$');
  if (isFixed) return always((labels) => setLabel(labels, targetLabel, replacement));
  return always((labels) => {
    const expanded = matchAndExpand(regex, sourceValue(labels), targetLabel, replacement);
    if (expanded === null) return;
    const [name, value] = expanded;
    if (name !== '') setLabel(labels, name, value);
  });
}

/** The last eight bytes of the MD5 sum, as a big-endian number, modulo `modulus`. */
function hashModulo(value: string, modulus: number): string {
  const sum = createHash('md5').update(value, 'utf8').digest();
  return String(sum.readBigUInt64BE(8) % BigInt(modulus));
}

function mapLabels(labels: Map<string, string>, regex: RE2JS, replacement: string): void {
  for (const [name, value] of [...labels]) {
    const expanded = matchAndExpand(regex, name, replacement);
    if (expanded !== null) setLabel(labels, expanded[0], value);
  }
}

function removeLabels(labels: Map<string, string>, isUnwanted: (name: string) => boolean): void {
  for (const name of [...labels.keys()]) if (isUnwanted(name)) labels.delete(name);
}
