import { expect, it } from 'vitest';
import { createOpenExternal } from './external-url.ts';

async function tryOpening(text: string, answer = true): Promise<{ opened: string[]; asked: string[] }> {
  const opened: string[] = [];
  const asked: string[] = [];
  const openExternal = createOpenExternal({
    confirm: async (url) => {
      asked.push(url.host);
      return answer;
    },
    open: async (url) => void opened.push(url),
    onRefused: () => undefined,
  });
  await openExternal(text);
  return { opened, asked };
}

it('opens an https address after asking, with the host', async () => {
  const url = 'https://runbooks.example:8443/high-latency?a=1#top';
  expect(await tryOpening(url)).toEqual({ opened: [url], asked: ['runbooks.example:8443'] });
  expect((await tryOpening(url, false)).opened).toEqual([]);
});

it.each([
  'http://example.com/',
  'file:///etc/passwd',
  'smb://host/share',
  'ms-msdt:/id',
  'javascript:alert(1)',
  'data:text/html,x',
  'https://a@b/',
  'https://:p@b/',
  '\\\\host\\share',
  'https:\\\\host',
  'https://exa\nmple.com/',
  ' https://example.com/',
  `https://example.com/${'a'.repeat(10_000)}`,
  'https://',
  '/relative',
  '',
])('never opens %j, nor asks', async (text) => {
  expect(await tryOpening(text)).toEqual({ opened: [], asked: [] });
});
