import type { ScrapeFailure } from '../../shared/domain/target.ts';
import type { ExpositionError } from '../exposition/exposition-error.ts';
import { quoteForeign, scrapeFailure } from './scrape-failure.ts';

/** What is wrong with a page that could not be parsed, with line, column and text. */
export function parseFailure(error: ExpositionError): ScrapeFailure {
  const place = `line ${error.line}, column ${error.column}`;
  const text = quoteForeign(error.text);
  const message = quoteForeign(error.message, 240);
  if (error.rule === 'protobuf') {
    const family = text === '' ? '' : ` in the metric family "${text}"`;
    return scrapeFailure(
      'parse',
      'parse_error',
      `The protobuf page breaks its format at byte ${error.column}${family}: ${message}.`,
      'Have the service correct this metric family; nothing of the page was kept.',
      200,
    );
  }
  if (error.rule === 'eof_missing') {
    return scrapeFailure(
      'parse',
      'missing_eof',
      `The OpenMetrics page breaks off at line ${error.line} without its last line "# EOF", so it is incomplete; nothing of it was kept.`,
      "Look into the service's log for an error while it wrote the page, and at proxies on the way.",
      200,
    );
  }
  if (error.line === 1 && /^\s*<(?:!doctype|html|\?xml)/i.test(error.text)) {
    return scrapeFailure(
      'parse',
      'html',
      'The server answered with a web page (HTML) that it calls plain text, instead of metrics.',
      'Check the path of the URL, and whether a sign-in page stands in the way.',
      200,
    );
  }
  if (error.rule === 'utf8') {
    return scrapeFailure(
      'parse',
      'invalid_utf8',
      `The page is not valid UTF-8 at ${place}: ${message}. The line is: ${text}`,
      'Have the service write its labels and help texts as UTF-8.',
      200,
    );
  }
  return scrapeFailure(
    'parse',
    'parse_error',
    `The page breaks its format at ${place}: ${message}.${text === '' ? '' : ` The line is: ${text}`}`,
    'Have the service correct this line; nothing of the page was kept.',
    200,
  );
}
