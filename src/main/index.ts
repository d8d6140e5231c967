import { runApp } from './app.ts';

// What untrusted data might try to add to all objects has no place there; existing properties stay as they are.
Object.preventExtensions(Object.prototype);

runApp();
