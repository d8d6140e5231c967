/** What a dropped text is imported as. */
export type DroppedTextKind = 'dashboard' | 'rules' | 'environment' | 'metrics';

/** What a dropped file is imported as; an encrypted one tells what it holds once it is opened. */
export type DroppedKind = DroppedTextKind | 'encrypted';

/** No text that is imported here is larger. */
export const MAX_DROPPED_BYTES = 16 * 1024 * 1024;

const RULES = /^groups:/m;
const ENVIRONMENT = /^(?:schemaVersion|endpoints|servers|scrape_configs):/m;
const DASHBOARD_MEMBERS = ['panels', 'rows', 'dashboard', 'spec', 'templating'];
/** A line of metadata, or a sample: name, labels, value. */
const METRICS =
  /^(?:# (?:HELP|TYPE|UNIT) [^\s]|[a-zA-Z_:][a-zA-Z0-9_:]*(?:\{[^\n]*\})?[ \t]+[-+]?[0-9NIni.])/m;
/** So much of a file is looked at to know what it is. */
const LOOKED_AT = 64 * 1024;

function classifyJson(name: string, text: string): DroppedTextKind | string {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return `${name} is not JSON that can be read; a Grafana dashboard is.`;
  }
  const members = typeof json === 'object' && json !== null ? Object.keys(json) : [];
  if (members.some((member) => DASHBOARD_MEMBERS.includes(member))) return 'dashboard';
  return `${name} is JSON but no Grafana dashboard: it has no panels.`;
}

/** What a dropped file is, by its content; else `{ refusal }`, a sentence on what it is not. */
export function classifyDropped(
  name: string,
  text: string,
): { readonly kind: DroppedTextKind } | { readonly refusal: string } {
  const kinds: readonly string[] = ['dashboard', 'rules', 'environment', 'metrics'];
  const found = classify(name, text);
  return kinds.includes(found) ? { kind: found as DroppedTextKind } : { refusal: found };
}

function classify(name: string, text: string): DroppedTextKind | string {
  const start = text.slice(0, LOOKED_AT);
  if (/\.json$/i.test(name) || /^\s*\{\s*"/.test(start)) return classifyJson(name, text);
  if (/\.ya?ml$/i.test(name)) {
    if (ENVIRONMENT.test(start)) return 'environment';
    if (RULES.test(start)) return 'rules';
    return `${name} is neither an environment, a prometheus.yml nor a rule file: it has no endpoints, scrape_configs or groups.`;
  }
  if (/\.age$/i.test(name))
    return `${name} does not begin like a file that age has encrypted; ask for it once more.`;
  if (METRICS.test(start)) return 'metrics';
  return `${name} can’t be imported: drop a Grafana dashboard (.json), rules or an environment (.yaml, .age), or metrics text (.prom, .txt).`;
}
