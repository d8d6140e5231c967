import { expect, it } from 'vitest';
import { environmentJsonSchema } from './json-schema.ts';

it('is published as it is', async () => {
  await expect(`${JSON.stringify(environmentJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(
    '../../../docs/environment.schema.json',
  );
});
