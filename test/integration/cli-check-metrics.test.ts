import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDemoService, type DemoService } from '../../src/backend/index.ts';
import { type ProgramOutcome, runProgram } from '../support/cli-program.ts';

const HAS_PROMTOOL = spawnSync('promtool', ['--version']).status === 0;
const PAGES = resolve(import.meta.dirname, '../../../shared/conformance/exposition/real');

/** What promtool says of a family, and the rule that says it here. */
const RULES: readonly (readonly [RegExp, string])[] = [
  [/^no help text/, 'help_missing'],
  [/^use base unit/, 'unit_base'],
  [/^counter metrics should have/, 'counter_total'],
  [/^non-counter metrics/, 'total_reserved'],
  [/^non-.* suffix$/, 'suffix_reserved'],
  [/^non-.* label$/, 'bound_reserved'],
  [/^metric name should not include type/, 'type_in_name'],
  [/^metric names should not contain ':'/, 'name_colon'],
  [/^metric names should be written/, 'name_case'],
  [/^label names should be written/, 'label_case'],
  [/^metric names should not contain abbreviated/, 'unit_abbreviation'],
];

const MANY_FAULTS = `# HELP fooBar x
# TYPE fooBar counter
fooBar{aB="1",le="2",quantile="1"} 1
# HELP a_ms_gauge x
# TYPE a_ms_gauge gauge
a_ms_gauge 1
a:b_total 1
# HELP x_hours_total_bucket x
# TYPE x_hours_total_bucket gauge
x_hours_total_bucket{le="3"} 1
# HELP x_kilobytes_sum x
# TYPE x_kilobytes_sum gauge
x_kilobytes_sum 1
# TYPE gg_total gauge
gg_total{quantile="2"} 1
# HELP s_sec_count x
# TYPE s_sec_count summary
s_sec_count{quantile="0.5",le="1"} 1
`;

let folder: string;
let demo: DemoService;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sextant-check-'));
  demo = await createDemoService({ auth: 'none' });
});

afterAll(async () => {
  await demo.close();
  await rm(folder, { recursive: true, force: true });
});

function check(args: readonly string[], input = ''): Promise<ProgramOutcome> {
  return runProgram(['check', 'metrics', ...args], input);
}

interface JsonFinding {
  readonly line: number;
  readonly text: string;
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
}

async function checkAsJson(page: string): Promise<{ findings: JsonFinding[]; exitCode: number | null }> {
  const { stdout, exitCode } = await check(['--json', '--format', 'text', '-'], page);
  return { findings: (JSON.parse(stdout) as { findings: JsonFinding[] }).findings, exitCode };
}

describe('sextant check metrics', () => {
  it('counts what a page has and ends with 0 where nothing is to say', async () => {
    const page = '# HELP a_total x\n# TYPE a_total counter\na_total{b="1"} 1\na_total{b="2"} 1\n';
    expect(await check(['-'], page)).toEqual({
      exitCode: 0,
      stdout: 'text: 2 samples of 1 metric family (counter 1); 0 errors, 0 warnings, 0 advice\n',
      stderr: '',
    });
  });

  it('takes a file that ends with "# EOF" for OpenMetrics', async () => {
    const path = join(folder, 'page.om');
    await writeFile(path, '# HELP a x\n# TYPE a counter\na_total 1\n# EOF\n');
    expect(await check([path])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^openmetrics: 1/),
    });
  });

  it('knows a file of protobuf messages, and says in which of them the faults are', async () => {
    const path = join(folder, 'page.bin');
    const page = new BinaryWriter().fork().tag(1, WireType.LengthDelimited).string('a_total');
    page.tag(2, WireType.LengthDelimited).string('x');
    page.tag(4, WireType.LengthDelimited).fork().tag(3, WireType.LengthDelimited).fork();
    await writeFile(path, page.tag(1, WireType.Bit64).double(-2).join().join().join().finish());
    const { exitCode, stdout, stderr } = await check([path]);
    expect(exitCode).toBe(3);
    expect(stderr.split('\n').slice(0, 2)).toEqual([
      `${path}: family[0].metric[0].counter.value: warning: The value of a counter is a number, zero or more. (counter_value)`,
      '  a_total{}',
    ]);
    expect(stdout).toMatch(/^protobuf: 1 sample of 1 metric family \(counter 1\); 0 errors, 1 warning/);
  });

  it('names place, severity and rule of all faults, and ends with 1', async () => {
    const { exitCode, stderr, stdout } = await check(['-'], 'good 1\nbad{ 2\nbad 1 2 3\n');
    expect(exitCode).toBe(1);
    const lines = stderr.split('\n');
    expect(lines[0]).toBe('stdin:1:1: warning: "good" has no HELP text. (help_missing)');
    expect(lines[2]).toMatch(/^stdin:2:6: error: .+\(label_name\)$/);
    expect(lines[3]).toBe('  bad{ 2');
    expect(lines[4]).toMatch(/^stdin:3:9: error: .+\(line_end\)$/);
    expect(stdout).toContain('2 errors, 1 warning');
  });

  it('reads the page of a service', async () => {
    const { exitCode, stdout } = await check([demo.metricsUrl]);
    expect([0, 3]).toContain(exitCode);
    expect(stdout).toContain('; 0 errors, ');
  });

  it('says why a page could not be read', async () => {
    expect((await check([join(folder, 'none')])).exitCode).toBe(1);
    const { exitCode, stderr } = await check(['http://127.0.0.1:1/metrics']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('Nothing accepts connections at 127.0.0.1:1.');
  });
});

describe.skipIf(!HAS_PROMTOOL)('sextant check metrics beside the real promtool', () => {
  function promtool(page: string): { status: number | null; problems: string[] } {
    const { status, stderr } = spawnSync('promtool', ['check', 'metrics'], { input: page, encoding: 'utf8' });
    return { status, problems: stderr.trim() === '' ? [] : stderr.trim().split('\n') };
  }

  async function expectAllNamed(page: string): Promise<number> {
    const { problems } = promtool(page);
    const { findings } = await checkAsJson(page);
    for (const problem of problems) {
      const [, family = '', sentence = ''] = /^(\S+) (.*)$/.exec(problem) ?? [];
      const rule = RULES.find(([pattern]) => pattern.test(sentence))?.[1];
      const named = findings.some(
        (finding) => finding.rule === rule && (finding.message + finding.text).includes(family),
      );
      expect(named, problem).toBe(true);
    }
    return problems.length;
  }

  it('names all that promtool names of names', async () => {
    expect(await expectAllNamed(MANY_FAULTS)).toBeGreaterThan(15);
  });

  it.skipIf(!existsSync(PAGES))('names all that promtool names of pages of exporters', async () => {
    for (const name of readdirSync(PAGES)) await expectAllNamed(readFileSync(join(PAGES, name), 'utf8'));
  });

  it.each([
    ['a clean page', '# HELP a_total x\n# TYPE a_total counter\na_total 1\n'],
    ['a name', '# HELP a x\n# TYPE a counter\na 1\n'],
    ['no newline at the end', '# HELP a x\na 1'],
    ['an escape', '# HELP a x\na{b="\\x"} 1\n'],
    ['two HELP lines', '# HELP a x\n# HELP a x\na 1\n'],
    ['a late TYPE', '# HELP a x\na 1\n# TYPE a gauge\n'],
    ['a line break in a value', '# HELP a x\na{b="\n"} 1\n'],
    ['no value', 'a\n'],
    ['an empty page', ''],
  ])('ends as promtool ends: %s', async (_, page) => {
    expect((await checkAsJson(page)).exitCode).toBe(promtool(page).status);
  });
});
