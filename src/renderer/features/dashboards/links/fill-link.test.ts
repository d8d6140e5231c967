import { expect, it } from 'vitest';
import { fillLink } from './fill-link.ts';

const context = {
  value: '1 2',
  field: 'f',
  labels: new Map([['job', 'a/b']]),
  fields: new Map([['Pod name', 'p&1']]),
};
const same = (text: string): string => text;

it('fills mentions so that they can’t end the part of the address they stand in', () => {
  const url =
    'https://x.test/${__field.labels.job}?v=${__value.raw}&p=${__data.fields["Pod name"]}&n=${__field.name}';
  expect(fillLink(url, context, same)).toBe('https://x.test/a%2Fb?v=1%202&p=p%261&n=f');
  expect(fillLink('https://x.test/$a', null, (text) => text.replace('$a', 'b'))).toBe('https://x.test/b');
});

it('takes addresses of the web alone', () => {
  expect(fillLink('/d/abc/other', null, same)).toBeNull();
  expect(fillLink('javascript:alert(1)', null, same)).toBeNull();
  expect(fillLink('file:///etc/passwd', null, same)).toBeNull();
  expect(fillLink('', null, same)).toBeNull();
});
