/** The two exposition formats the endpoint writes. */
export type ExpositionFormat = 'text-0.0.4' | 'openmetrics-1.0.0';

/** The exact Content-Type sent with each format. */
export const CONTENT_TYPES: Readonly<Record<ExpositionFormat, string>> = {
  'text-0.0.4': 'text/plain; version=0.0.4; charset=utf-8',
  'openmetrics-1.0.0': 'application/openmetrics-text; version=1.0.0; charset=utf-8',
};

interface WeightedItem {
  value: string;
  parameters: Map<string, string>;
  quality: number;
}

const QUALITY = /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/;

function parseItem(item: string): WeightedItem | undefined {
  const [value = '', ...rest] = item.split(';').map((part) => part.trim());
  const parameters = new Map<string, string>();
  for (const parameter of rest) {
    const [name = '', text = ''] = parameter.split('=', 2);
    parameters.set(name.trim().toLowerCase(), text.trim().replace(/^"(.*)"$/, '$1'));
  }
  const quality = parameters.get('q') ?? '1';
  if (value === '' || !QUALITY.test(quality)) return undefined;
  return { value: value.toLowerCase(), parameters, quality: Number(quality) };
}

// Sorting is stable, so that items of equal weight keep the order the client wrote them in.
function parseWeightedList(header: string): WeightedItem[] {
  return header
    .split(',')
    .map(parseItem)
    .filter((item) => item !== undefined)
    .sort((a, b) => b.quality - a.quality);
}

function formatFor(item: WeightedItem): ExpositionFormat | undefined {
  const version = item.parameters.get('version');
  switch (item.value) {
    case 'application/openmetrics-text':
      return version === undefined || version === '1.0.0' ? 'openmetrics-1.0.0' : undefined;
    case 'application/*':
      return 'openmetrics-1.0.0';
    case 'text/plain':
      return version === undefined || version === '0.0.4' ? 'text-0.0.4' : undefined;
    case 'text/*':
    case '*/*':
      return 'text-0.0.4';
    default:
      return undefined;
  }
}

/**
 * Chooses the format with the highest weight in an Accept header (RFC 9110 section 12.5.1); text 0.0.4 when the
 * header is absent or names nothing that can be written, as scrapers expect a body rather than a 406.
 */
export function negotiateFormat(accept: string | undefined): ExpositionFormat {
  for (const item of parseWeightedList(accept ?? '')) {
    const format = item.quality > 0 ? formatFor(item) : undefined;
    if (format !== undefined) return format;
  }
  return 'text-0.0.4';
}

/** Says whether an Accept-Encoding header (RFC 9110 section 12.5.3) asks for gzip. */
export function acceptsGzip(acceptEncoding: string | undefined): boolean {
  const items = parseWeightedList(acceptEncoding ?? '');
  const named = items.find((item) => item.value === 'gzip' || item.value === 'x-gzip');
  const chosen = named ?? items.find((item) => item.value === '*');
  return chosen !== undefined && chosen.quality > 0;
}
