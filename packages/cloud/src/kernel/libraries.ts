import { createRequire } from 'node:module';

/**
 * Libraries that few calls need. The first that does loads them, so that neither the start nor a
 * box that never sends mail through a relay waits for them, or holds them in memory.
 */
export const libraries = {
  get fflate() {
    return require('fflate') as typeof import('fflate');
  },
  get nodemailer() {
    return require('nodemailer') as typeof import('nodemailer');
  },
  get re2js() {
    return require('re2js') as typeof import('re2js');
  },
  get yaml() {
    return require('yaml') as typeof import('yaml');
  },
};

const require = createRequire(import.meta.url);
