import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { canarySecret, findCanaries, findCanariesIn } from '../e2e/fixtures/canaries.ts';

const secret = canarySecret('x');

it.each([
  ['plain', `token: ${secret}`],
  ['UTF-16', Buffer.from(`"${secret}"`, 'utf16le')],
  ['hex', Buffer.from(secret).toString('hex')],
  ['URL-encoded', [...Buffer.from(secret)].map((byte) => `%${byte.toString(16)}`).join('')],
  ['base64', Buffer.from(secret).toString('base64')],
  ['base64', Buffer.from(`ann:${secret}`).toString('base64')],
  ['base64', Buffer.from(`a:${secret}`).toString('base64url')],
])('a secret of a test is found where it is spelled %s', (spelling, content) => {
  expect(findCanaries(content)).toContain(spelling);
});

it('finds nothing in what holds no secret, and other secrets when they are named', () => {
  expect(findCanaries(deflateRawSync('x'.repeat(10_000)))).toEqual([]);
  expect(findCanaries('{"auth":"bearer"}')).toEqual([]);
  expect(findCanaries('MIIEvQIBADAN', ['MIIEvQIBADAN'])).toContain('plain');
});

it('names the file and the spelling', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sextant-canaries-'));
  await writeFile(path.join(folder, 'clean'), 'nothing');
  await writeFile(path.join(folder, 'main.log'), `GET with ${secret}`);
  expect(await findCanariesIn(folder)).toEqual([`${path.join(folder, 'main.log')}: plain`]);
  await rm(folder, { recursive: true });
});
