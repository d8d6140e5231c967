import { FuseV1Options } from '@electron/fuses';

/** @typedef {keyof typeof FuseV1Options} FuseName */

/**
 * What each fuse of Electron is set to in the packaged app. The type names all of them: a fuse that a newer
 * `@electron/fuses` knows does not compile until it is decided on here.
 * @type {Readonly<Record<FuseName, boolean>>}
 */
const PRODUCTION_FUSES = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  // Enforced on macOS and Windows only: on Linux the asar's hash is not checked.
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
};

/** The two ways the app is packaged: `qa` can be driven by Playwright, which needs the inspector. */
export const FLAVOURS = /** @type {const} */ ({
  production: PRODUCTION_FUSES,
  qa: { ...PRODUCTION_FUSES, EnableNodeCliInspectArguments: true },
});

/** Names of all fuses, in the order of the wire. */
export const FUSE_NAMES = /** @type {FuseName[]} */ (
  Object.keys(PRODUCTION_FUSES).sort(
    (a, b) => FuseV1Options[/** @type {FuseName} */ (a)] - FuseV1Options[/** @type {FuseName} */ (b)],
  )
);
