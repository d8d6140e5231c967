import { expect, it } from 'vitest';
import { textBlocks } from './text-blocks.ts';

it('reads headings, lists, paragraphs and code as plain text', () => {
  const text = '# Title\n\nOne **bold**\nline [docs](https://x.example)\n\n- a\n- `b`\n\n```\nx  = 1\n```';
  expect(textBlocks(text, 'markdown')).toEqual([
    { kind: 'heading', text: 'Title' },
    { kind: 'paragraph', text: 'One bold line docs (https://x.example)' },
    { kind: 'item', text: 'a' },
    { kind: 'item', text: 'b' },
    { kind: 'code', text: 'x  = 1' },
  ]);
});

it('leaves no markup and no script of HTML', () => {
  const html = '<h1>Hi &amp; bye</h1><script>alert(1)</script><p onclick="x()">there</p>';
  expect(textBlocks(html, 'html').map(({ text }) => text)).toEqual(['Hi & bye', 'there']);
});

it.each(['[', '<', '<script>', '# ', '**', '__a', ' ', '&amp;'])('is quick on a file full of %j', (part) => {
  const started = performance.now();
  textBlocks(part.repeat(200_000), 'markdown');
  expect(performance.now() - started).toBeLessThan(500);
});
