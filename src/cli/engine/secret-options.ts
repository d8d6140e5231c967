import type { SecretResolver } from '../../engine/ports.ts';
import { readVariable, UsageError } from '../command-line.ts';

const FORM = /^([^=]+)=([^@]+)@(.+)$/;

interface BoundSecret {
  readonly value: string;
  readonly origin: string;
}

/**
 * Secrets that stand in environment variables, by options of the form `<reference>=<VARIABLE>@<origin>`. Each is bound to
 * its origin (scheme://host:port): an environment file that was edited can't send it elsewhere. Throws UsageError.
 */
export function readSecretOptions(options: readonly string[]): SecretResolver {
  const secrets = new Map<string, BoundSecret>();
  for (const option of options) {
    const [, reference, variable, origin] = FORM.exec(option) ?? [];
    if (reference === undefined || variable === undefined || origin === undefined || !URL.canParse(origin)) {
      throw new UsageError(`--secret is written like token=SHOP_TOKEN@https://shop.example:8443.`);
    }
    secrets.set(reference, { value: readVariable(variable), origin: new URL(origin).origin });
  }
  return {
    async resolveSecret(reference, origin) {
      const secret = secrets.get(reference);
      if (secret === undefined) return { state: 'missing' };
      if (secret.origin !== origin) return { state: 'origin_changed' };
      return { state: 'session', value: secret.value };
    },
  };
}
