import { type AccessTarget, listSecretUses, type SecretUse } from '../../../shared/domain/secret-uses.ts';

function keyOf({ purpose, url }: SecretUse): string {
  return JSON.stringify([purpose, URL.canParse(url) ? new URL(url).origin : url]);
}

function renamed(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((item) => renamed(item, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [
      key,
      key.endsWith('Ref') && typeof field === 'string' ? (names.get(field) ?? field) : renamed(field, names),
    ]),
  );
}

/**
 * A target as a form made it, with the references that it had before wherever a secret is for the same purpose and origin:
 * other targets may share them, and what is stored under them stays in use. Typed secrets follow.
 */
export function keepSecretRefs<T extends AccessTarget>(
  after: T,
  before: AccessTarget | null,
  secrets: readonly (readonly [secretRef: string, value: string])[],
): { readonly target: T; readonly secrets: [secretRef: string, value: string][] } {
  const known = new Map(
    (before === null ? [] : listSecretUses(before)).map((use) => [keyOf(use), use.secretRef]),
  );
  const names = new Map(
    listSecretUses(after).map((use) => [use.secretRef, known.get(keyOf(use)) ?? use.secretRef]),
  );
  const { auth, connection } = after;
  return {
    target: {
      ...after,
      auth: renamed(auth, names) as T['auth'],
      connection: renamed(connection, names) as T['connection'],
    },
    secrets: secrets.map(([secretRef, value]) => [names.get(secretRef) ?? secretRef, value]),
  };
}
