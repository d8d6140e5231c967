import { describe, expect, it } from 'vitest';
import { classifyDropped } from './dropped-file.ts';

describe('classifyDropped', () => {
  it.each([
    ['a.json', '{"panels": []}', 'dashboard'],
    ['a.json', '{"apiVersion": "dashboard.grafana.app/v2", "spec": {}}', 'dashboard'],
    ['rules.yml', 'groups:\n  - name: x\n', 'rules'],
    ['env.yaml', 'schemaVersion: 1\nname: shop\n', 'environment'],
    ['prometheus.yml', 'global: {}\nscrape_configs:\n', 'environment'],
    ['page.prom', '# HELP up Whether it is up.\n# TYPE up gauge\nup 1\n', 'metrics'],
    ['page.txt', 'http_requests_total{method="GET"} 12\n', 'metrics'],
  ])('knows %s by its content', (name, text, kind) => {
    expect(classifyDropped(name, text)).toEqual({ kind });
  });

  it.each([
    ['a.json', '{"panels": [', 'not JSON'],
    ['a.json', '[1, 2]', 'no Grafana dashboard'],
    ['docker-compose.yml', 'services:\n  web: {}\n', 'neither an environment'],
    ['notes.txt', 'Dear all,\nthe meeting is at ten.\n', 'can’t be imported'],
    ['shop.age', 'Dear all', 'does not begin like a file that age'],
    ['photo.png', '\u0089PNG\r\n', 'can’t be imported'],
  ])('says of %s in one sentence what it is not', (name, text, part) => {
    expect(classifyDropped(name, text)).toEqual({ refusal: expect.stringContaining(part) });
  });
});
