import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');

interface Planted {
  /** Where the statements stand, relative to the top folder. */
  readonly file: string;
  readonly forbidden: readonly string[];
  readonly allowed: readonly string[];
}

const imports = (...sources: string[]): string[] => sources.map((source) => `import '${source}';`);

/** The import table of docs/architecture.md, as statements that have to be reported or let pass. */
const PLANTED: readonly Planted[] = [
  {
    file: 'src/shared/planted.ts',
    forbidden: imports('node:fs', 'electron', 'react', 'undici', '../engine/storage.ts', '../main/app.ts'),
    allowed: imports('zod', './errors.ts', './domain/series.ts'),
  },
  {
    file: 'src/shared/domain/planted.ts',
    forbidden: imports('../../engine/storage.ts', '../../renderer/lib/x.ts'),
    allowed: imports('../errors.ts'),
  },
  {
    file: 'src/engine/planted.ts',
    forbidden: [
      ...imports(
        'electron',
        'electron/main',
        'react',
        '../main/app.ts',
        '../renderer/lib/x.ts',
        '../backend/index.ts',
      ),
      ...imports('../preload/index.ts', '../cli/index.ts'),
      'export const a = Date.now();',
      'export const b = new Date();',
      'export const c = setTimeout;',
      'setInterval(() => {}, 1);',
      'performance.now();',
      'AbortSignal.timeout(1);',
      'export default 1;',
    ],
    allowed: [
      ...imports('node:worker_threads', 'undici', './engine.ts', './tsdb/head.ts', '../shared/errors.ts'),
      'export const d = new Date(0).toISOString();',
    ],
  },
  {
    file: 'src/engine/clock.ts',
    forbidden: imports('electron'),
    allowed: ['Date.now();', 'setTimeout(() => {}, 1);'],
  },
  {
    file: 'src/engine/model/planted.ts',
    forbidden: imports(
      '../exposition/x.ts',
      '../storage.ts',
      '../ports.ts',
      '../tsdb/head.ts',
      '../engine.ts',
      'electron',
    ),
    allowed: imports('./labels.ts', '../../shared/errors.ts'),
  },
  {
    file: 'src/engine/alerting/planted.ts',
    forbidden: imports('../rules/rule-group.ts', '../alertmanager/resend.ts', '../tsdb/x.ts', '../engine.ts'),
    allowed: imports('../ports.ts', '../model/matcher.ts', '../alerting-api.ts'),
  },
  {
    file: 'src/engine/alertmanager/planted.ts',
    forbidden: imports('../rules/rule-group.ts', '../alerting/alerting.ts', '../scrape/x.ts', '../engine.ts'),
    allowed: imports('../ports.ts', '../alerting-api.ts', 'zod'),
  },
  {
    file: 'src/engine/exposition/planted.ts',
    forbidden: imports('../scrape/x.ts', '../storage.ts', '../tsdb/x.ts', '../promql/x.ts'),
    allowed: imports('../model/labels.ts', './page-parser.ts'),
  },
  {
    file: 'src/engine/scrape/planted.ts',
    forbidden: imports(
      '../tsdb/head.ts',
      '../promql/ast.ts',
      '../rules/x.ts',
      '../engine.ts',
      '../../main/app.ts',
    ),
    allowed: imports('../exposition/x.ts', '../storage.ts', '../ports.ts', '../model/labels.ts'),
  },
  {
    file: 'src/engine/tsdb/disk/planted.ts',
    forbidden: imports('../../promql/ast.ts', '../../scrape/x.ts', '../../rules/x.ts', '../../remote/x.ts'),
    allowed: imports('../chunk-codec.ts', '../../storage.ts', 'libsql', 'node:fs'),
  },
  {
    file: 'src/engine/promql/planted.ts',
    forbidden: imports('../tsdb/head.ts', '../scrape/x.ts', '../rules/x.ts'),
    allowed: imports('../storage.ts', '@prometheus-io/lezer-promql'),
  },
  {
    file: 'src/engine/remote/planted.ts',
    forbidden: imports('../tsdb/head.ts', '../promql/ast.ts'),
    allowed: imports('../storage.ts', '../model/labels.ts'),
  },
  {
    file: 'src/engine/rules/planted.ts',
    forbidden: imports(
      '../promql/ast.ts',
      '../tsdb/head.ts',
      '../scrape/x.ts',
      '../exposition/x.ts',
      'electron',
    ),
    allowed: imports('../storage.ts', '../ports.ts', '../model/labels.ts', './rule-group.ts'),
  },
  {
    file: 'src/backend/planted.ts',
    forbidden: imports('../shared/errors.ts', '../engine/storage.ts', 'electron'),
    allowed: imports('node:http', 'prom-client', './index.ts'),
  },
  {
    file: 'src/preload/planted.ts',
    forbidden: imports(
      'node:fs',
      'zod',
      '../shared/errors.ts',
      '../shared/ipc/contract.ts',
      '../main/app.ts',
    ),
    allowed: [
      ...imports('electron', '../shared/ipc/channels.ts'),
      "import type {} from '../shared/ipc/contract.ts';",
    ],
  },
  {
    file: 'src/main/planted.ts',
    forbidden: imports(
      '../engine/tsdb/head.ts',
      '../engine/engine.ts',
      '../renderer/lib/x.ts',
      'react',
      '../backend/index.ts',
    ),
    allowed: [
      ...imports('electron', 'node:fs', '../shared/ipc/contract.ts', '../engine/engine-api.ts'),
      ...imports('../engine/worker.ts?nodeWorker', '../backend/worker.ts?nodeWorker', './engine-host/x.ts'),
    ],
  },
  {
    file: 'src/renderer/app/planted.ts',
    forbidden: imports(
      'electron',
      'node:fs',
      'node:fs/promises',
      '../../main/app.ts',
      '../../engine/storage.ts',
      'chart.js',
    ),
    allowed: imports(
      'react',
      '../features/alerts/AlertsPage.tsx',
      '../ui/Panel.tsx',
      '../../shared/domain/series.ts',
    ),
  },
  {
    file: 'src/renderer/features/alerts/planted.ts',
    forbidden: [
      ...imports(
        '../targets/TargetsPage.tsx',
        '../../features/targets/x.ts',
        '../../app/App.tsx',
        'chart.js/auto',
      ),
      ...imports(
        'react-chartjs-2',
        'chartjs-adapter-date-fns',
        '../../../shared/ipc/contract.ts',
        'electron',
      ),
      "import { type X } from '../../../shared/ipc/contract.ts';",
    ],
    allowed: [
      ...imports(
        './alerts-store.ts',
        './parts/x.ts',
        '../../charts/Chart.tsx',
        '../../ui/Panel.tsx',
        '../../ipc/client.ts',
      ),
      "import type {} from '../../../shared/ipc/contract.ts';",
    ],
  },
  {
    file: 'src/renderer/features/alerts/parts/planted.ts',
    forbidden: imports('../../targets/TargetsPage.tsx', 'node:fs', 'chart.js'),
    allowed: imports('../alerts-store.ts', '../../../charts/Chart.tsx'),
  },
  {
    file: 'src/renderer/charts/planted.ts',
    forbidden: imports('../features/alerts/x.ts', '../app/App.tsx', '../ipc/client.ts', 'electron'),
    allowed: imports('chart.js', 'react-chartjs-2', '../ui/Panel.tsx', '../lib/x.ts'),
  },
  {
    file: 'src/renderer/ui/planted.ts',
    forbidden: imports(
      '../features/alerts/x.ts',
      '../charts/x.ts',
      '../ipc/client.ts',
      '../state/x.ts',
      'chart.js',
    ),
    allowed: imports('@mantine/core', '../lib/x.ts'),
  },
  {
    file: 'src/renderer/lib/planted.ts',
    forbidden: imports('../ui/Panel.tsx', '../ipc/client.ts', '../features/alerts/x.ts', 'node:fs'),
    allowed: imports('./x.ts', '../../shared/domain/series.ts'),
  },
  {
    file: 'src/cli/planted.ts',
    forbidden: imports('electron', '../renderer/lib/x.ts', '../main/app.ts', '../backend/index.ts'),
    allowed: imports('node:fs', '../engine/engine.ts', '../shared/errors.ts'),
  },
];

describe('the import table', () => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'layers-'));
  let reported: Map<string, Set<string>>;

  beforeAll(() => {
    fs.cpSync(path.join(ROOT, 'tools/lint'), path.join(dir, 'tools/lint'), { recursive: true });
    const settings = JSON.parse(fs.readFileSync(path.join(ROOT, 'biome.json'), 'utf8'));
    fs.writeFileSync(path.join(dir, 'biome.json'), JSON.stringify({ ...settings, vcs: { enabled: false } }));
    for (const { file, forbidden, allowed } of PLANTED) {
      fs.mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
      fs.writeFileSync(path.join(dir, file), [...forbidden, ...allowed].join('\n'));
    }
    reported = lint(dir);
  });

  afterAll(() => fs.rmSync(dir, { recursive: true, force: true }));

  it.each(PLANTED)('reports what $file must not import, and nothing else', ({ file, forbidden }) => {
    expect([...(reported.get(file) ?? [])].sort()).toEqual([...forbidden].sort());
  });
});

/** The statements that the layer rules report, by file. */
function lint(dir: string): Map<string, Set<string>> {
  const rules = /^(plugin|lint\/style\/(noRestrictedImports|noRestrictedGlobals|noDefaultExport))$/;
  const biome = path.join(ROOT, 'node_modules/.bin/biome');
  const args = ['lint', 'src', '--reporter=github', '--max-diagnostics=none'];
  const { stdout } = spawnSync(biome, args, { cwd: dir, encoding: 'utf8' });
  const found = new Map<string, Set<string>>();
  for (const [, rule = '', file = '', line = ''] of stdout.matchAll(
    /^::error title=(.+?),file=(.+?),line=(\d+)/gm,
  )) {
    if (!rules.test(rule)) continue;
    const name = path.relative(dir, path.resolve(dir, file));
    const statement = fs.readFileSync(path.join(dir, name), 'utf8').split('\n')[Number(line) - 1] ?? '';
    found.set(name, (found.get(name) ?? new Set()).add(statement));
  }
  return found;
}
