/** The tests of one file; `error` where the file could not be run. */
export interface JunitSuite {
  readonly name: string;
  readonly error: string | null;
  readonly cases: readonly { readonly name: string; readonly failures: readonly string[] }[];
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ['\n', '&#xA;'],
  ['\t', '&#x9;'],
]);

/** XML 1.0 has no way to write other control characters. */
function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[&<>"\n\t]/g, (character) => ESCAPES.get(character) as string)
    .replace(/\p{Cc}/gu, '\ufffd');
}

/** The results as JUnit XML, a suite for each file. */
export function formatJunitReport(suites: readonly JunitSuite[], at: Date): string {
  const timestamp = at.toISOString().slice(0, 19);
  const blocks = suites.map(({ name, error, cases }) => {
    const failures = cases.filter((test) => test.failures.length > 0).length;
    const head = `name="${escapeXml(name)}" tests="${cases.length}" failures="${failures}" errors="${error === null ? 0 : 1}" timestamp="${timestamp}"`;
    const lines = cases.map((test) => {
      const list = test.failures.map((failure) => `<failure message="${escapeXml(failure)}"></failure>`);
      return `<testcase name="${escapeXml(test.name)}">${list.join('')}</testcase>`;
    });
    if (error !== null) {
      lines.push(
        `<testcase name="${escapeXml(name)}"><error message="${escapeXml(error)}"></error></testcase>`,
      );
    }
    return `<testsuite ${head}>${lines.join('')}</testsuite>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>${blocks.join('')}</testsuites>\n`;
}
