import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDemoService, type DemoService } from '../../src/backend/index.ts';
import { type ProgramOutcome, runProgram, startServe } from '../support/cli-program.ts';

const GOOD_RULES = 'groups: [{name: g, rules: [{record: a, expr: up}, {alert: B, expr: up == 0}]}]\n';
const BAD_RULES = 'groups:\n- name: g\n  rules:\n  - alert: B\n    expr: up ==\n';
const SAMPLES = '# TYPE a counter\na_total{x="1"} 1 100\na_total{x="1"} 4 160\nb{y="é"} NaN 160\n# EOF\n';

let folder: string;
let demo: DemoService;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sextant-cli-'));
  demo = await createDemoService({ auth: 'none' });
});

afterAll(async () => {
  await demo.close();
  await rm(folder, { recursive: true, force: true });
});

function run(args: readonly string[], input = ''): Promise<ProgramOutcome> {
  return runProgram(args, input);
}

async function write(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

describe('arguments', () => {
  it.each([
    [[], 'Usage: sextant'],
    [['fly'], 'There is no command "fly".'],
    [['check'], 'What to check is missing.'],
    [['check', 'colour'], 'There is no command "check colour".'],
    [['serve'], 'There is nothing to serve'],
    [['serve', '--bogus'], "Unknown option '--bogus'."],
    [['serve', '--data'], "'--data <value>' argument missing."],
    [['serve', '--data', 'x', '--listen', 'here'], '--listen is written like'],
    [['serve', '--data', 'x', '--listen', '0.0.0.0:0'], 'only with a token'],
    [['serve', '--data', 'x', '--token-env', 'NOT_SET'], 'The environment variable NOT_SET is not set.'],
    [['serve', '--data', 'x', '--secret', 'a=b'], '--secret is written like'],
    [['query', 'up'], 'The folder of the history is missing'],
    [['check', 'metrics'], 'The page to check is missing.'],
    [['check', 'metrics', 'a', 'b'], 'There is one argument too many: "b".'],
    [['test', 'rules'], 'The name of a unit-test file is missing.'],
    [['test', 'rules', '--run', '(', 'x'], '--run is not a regular expression'],
  ])('are refused with one sentence: %j', async (args, sentence) => {
    const { exitCode, stdout, stderr } = await run(args);
    expect(exitCode).toBe(2);
    expect(stdout + stderr).toContain(sentence);
    if (args.length > 0) expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it.each(['serve', 'query', 'scrape', 'check metrics', 'check rules'])('are told of %s', async (command) => {
    const { exitCode, stdout } = await run([...command.split(' '), '--help']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`Usage: sextant ${command}`);
  });
});

describe('sextant check rules', () => {
  it('counts rules, and names file, line and rule of a fault', async () => {
    const good = await write('good.yml', GOOD_RULES);
    const bad = await write('bad.yml', BAD_RULES);
    expect(await run(['check', 'rules', good])).toMatchObject({
      exitCode: 0,
      stdout: `Checking ${good}\n  SUCCESS: 2 rules found\n\n`,
    });
    const { exitCode, stderr } = await run(['check', 'rules', good, bad]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`${bad}:5: rule "B": could not parse expression`);
  });
});

describe('sextant scrape', () => {
  it('tells each step of a scrape, and why one fails', async () => {
    const good = await run(['scrape', demo.metricsUrl]);
    expect(good).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/\d+ samples of \d+ metric fam/),
    });
    const bad = await run(['scrape', `${demo.url}/nowhere`]);
    expect(bad.exitCode).toBe(1);
    expect(bad.stderr).toContain('404');
  });
});

describe('sextant query', () => {
  it('evaluates over an imported history that another process wrote', async () => {
    const data = join(folder, 'data');
    const args = ['--import', await write('samples.om', SAMPLES), '--data', data];
    const server = await startServe(args);
    expect(server.output()).toContain('Imported 3 samples of 2 series.');
    await server.stop();

    const instant = await run(['query', 'a_total', '--data', data, '--time', '170']);
    expect(instant).toMatchObject({ exitCode: 0, stdout: 'a_total{x="1"} => 4 @[170]\n' });
    const window = await run(['query', 'a_total[5m]', '--data', data, '--time', '170']);
    expect(window.stdout).toBe('a_total{x="1"} =>\n1 @[100]\n4 @[160]\n');
    const range = ['--start', '100', '--end', '161', '--step', '30s'];
    const matrix = await run(['query', 'sum(a_total)', '--data', data, ...range]);
    expect(matrix.stdout).toBe('{} =>\n1 @[100]\n1 @[130]\n4 @[160]\n');
    const json = await run(['query', 'b', '--data', data, '--time', '170', '--json']);
    expect(JSON.parse(json.stdout)).toEqual({
      resultType: 'vector',
      result: [{ metric: { __name__: 'b', y: 'é' }, value: [170, 'NaN'] }],
    });
    const again = await startServe(args);
    expect(again.output()).toContain('3 of them known already');
    await again.stop();
  });

  it('says why there is no answer', async () => {
    const none = await run(['query', 'up', '--data', folder]);
    expect(none).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('There is no history') });
    const bad = await run(['query', 'up{', '--data', join(folder, 'data')]);
    expect(bad).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('parse error') });
  });

  it('refuses to import what has no timestamps or no end', async () => {
    for (const text of ['a 1\n# EOF\n', 'a 1 100\n']) {
      const args = ['serve', '--import', await write('bad.om', text)];
      const { exitCode, stderr } = await run(args);
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(/without a timestamp|bad\.om:2:1: .*# EOF/);
    }
  });
});
