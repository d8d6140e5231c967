/** The actions of Prometheus 3, in the order of its documentation. */
export const RELABEL_ACTIONS = [
  'replace',
  'lowercase',
  'uppercase',
  'keep',
  'drop',
  'keepequal',
  'dropequal',
  'hashmod',
  'labelmap',
  'labeldrop',
  'labelkeep',
] as const;

export type RelabelAction = (typeof RELABEL_ACTIONS)[number];

/** One relabelling step (Prometheus' relabel_config). `regex` is RE2 and matches whole values. */
export interface RelabelConfig {
  readonly sourceLabels: readonly string[];
  readonly separator: string;
  readonly regex: string;
  /** 0 where it is not set. */
  readonly modulus: number;
  readonly targetLabel: string;
  readonly replacement: string;
  readonly action: RelabelAction;
}

export const DEFAULT_RELABEL_CONFIG: RelabelConfig = {
  sourceLabels: [],
  separator: ';',
  regex: '(.*)',
  modulus: 0,
  targetLabel: '',
  replacement: '$1',
  action: 'replace',
};

/** What is wrong with a step, and with which of its fields. */
export interface RelabelFault {
  readonly field: keyof RelabelConfig;
  readonly message: string;
}

const NEEDS_TARGET: ReadonlySet<RelabelAction> = new Set([
  'replace',
  'keepequal',
  'dropequal',
  'hashmod',
  'lowercase',
  'uppercase',
]);
const EQUAL_ACTIONS: ReadonlySet<RelabelAction> = new Set(['keepequal', 'dropequal']);
const WITHOUT_REPLACEMENT: ReadonlySet<RelabelAction> = new Set([
  'lowercase',
  'uppercase',
  'keepequal',
  'dropequal',
]);
/** Any characters, with `$name` and `${name}` for groups; a `$` before nothing, or a loose brace, is a slip. */
const NAME_TEMPLATE = /^(?:[^${}]|\$(?:\{[^${}]+\}|[^${}]))*$/u;

function isLabelName(text: string): boolean {
  return text !== '' && text.isWellFormed();
}

function targetLabelFault({ action, targetLabel }: RelabelConfig): RelabelFault | null {
  const fault = (message: string): RelabelFault => ({ field: 'targetLabel', message });
  if (!NEEDS_TARGET.has(action)) return null;
  if (targetLabel === '') {
    return fault(`relabel configuration for ${action} action requires 'target_label' value`);
  }
  const isTemplate = action === 'replace' && targetLabel.includes('$');
  if (isTemplate ? NAME_TEMPLATE.test(targetLabel) : isLabelName(targetLabel)) return null;
  return fault(`${JSON.stringify(targetLabel)} is invalid 'target_label' for ${action} action`);
}

function surplusFault(config: RelabelConfig): RelabelFault | null {
  const { action } = config;
  const firstSet = (fields: readonly (keyof RelabelConfig)[]): keyof RelabelConfig | undefined =>
    fields.find((field) =>
      field === 'sourceLabels'
        ? config.sourceLabels.length > 0
        : config[field] !== DEFAULT_RELABEL_CONFIG[field],
    );
  if (EQUAL_ACTIONS.has(action)) {
    const field = firstSet(['regex', 'modulus', 'separator', 'replacement']);
    if (field === undefined) return null;
    const message = `${action} action requires only 'source_labels' and \`target_label\`, and no other fields`;
    return { field, message };
  }
  if (action !== 'labeldrop' && action !== 'labelkeep') return null;
  const field = firstSet(['sourceLabels', 'targetLabel', 'modulus', 'separator', 'replacement']);
  return field === undefined
    ? null
    : { field, message: `${action} action requires only 'regex', and no other fields` };
}

/** The first fault of a step in Prometheus' order and words, or null. The regular expression is not looked at. */
export function findRelabelFault(config: RelabelConfig): RelabelFault | null {
  const { action, replacement } = config;
  if (action === 'hashmod' && config.modulus === 0) {
    return { field: 'modulus', message: 'relabel configuration for hashmod requires non-zero modulus' };
  }
  const target = targetLabelFault(config);
  if (target !== null) return target;
  if (WITHOUT_REPLACEMENT.has(action) && replacement !== DEFAULT_RELABEL_CONFIG.replacement) {
    return { field: 'replacement', message: `'replacement' can not be set for ${action} action` };
  }
  if (action === 'labelmap' && !NAME_TEMPLATE.test(replacement)) {
    const message = `${JSON.stringify(replacement)} is invalid 'replacement' for labelmap action`;
    return { field: 'replacement', message };
  }
  return surplusFault(config);
}
