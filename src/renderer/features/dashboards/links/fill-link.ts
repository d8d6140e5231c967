/** What a data link can mention of the value that it stands at. */
export interface LinkContext {
  readonly value: string;
  readonly field: string;
  readonly labels: ReadonlyMap<string, string>;
  /** Texts of the same row by their columns' names. */
  readonly fields: ReadonlyMap<string, string>;
}

const MENTION =
  /\$\{__(value|field|series|data)\.(raw|text|numeric|time|name|labels|fields)(?:\.([\w:-]+)|\["([^"\]]*)"\])?(?::\w+)?\}/g;

function textOf(context: LinkContext, owner: string, part: string, key: string): string | undefined {
  if (owner === 'value') return part === 'time' ? undefined : context.value;
  if (owner === 'series' || (owner === 'field' && part === 'name')) return context.field;
  if (owner === 'field' && part === 'labels') return context.labels.get(key) ?? '';
  return owner === 'data' && part === 'fields' ? (context.fields.get(key) ?? '') : undefined;
}

/**
 * A link's address with what it mentions filled in; `fillVariables` does the dashboard's own variables. null for what is
 * no address of the web: links within a Grafana server lead nowhere here.
 */
export function fillLink(
  url: string,
  context: LinkContext | null,
  fillVariables: (text: string) => string,
): string | null {
  const filled =
    context === null
      ? url
      : url.replaceAll(MENTION, (whole, owner: string, part: string, dotted?: string, quoted?: string) => {
          const text = textOf(context, owner, part, dotted ?? quoted ?? '');
          return text === undefined ? whole : encodeURIComponent(text);
        });
  try {
    const parsed = new URL(fillVariables(filled).trim());
    return parsed.protocol === 'https:' || parsed.protocol === 'http:' ? parsed.href : null;
  } catch {
    // A path or half an address.
    return null;
  }
}
