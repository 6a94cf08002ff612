import type {
  ListSigningCertificatesRequest,
  ListSigningCertificatesResponse,
} from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { certificateShape } from './credentialShapes.ts';
import { on, userKind, userOrCaller } from './holders.ts';
import { pageOf } from './pages.ts';
import { signingCertificates } from './state.ts';

/** Lists the signing certificates of a user, by default of the caller. */
export const ListSigningCertificates = operation<
  ListSigningCertificatesRequest,
  ListSigningCertificatesResponse
>({
  accepts: ['UserName', 'Marker', 'MaxItems'],
  ...on(userKind),
  run: (input, context) => {
    const user = userOrCaller(input.UserName, context);
    const own = context.globalTable(signingCertificates).find('user', user.id);
    const { items, more } = pageOf(own, ({ id }) => id, input);
    return {
      Certificates: items.map((certificate) => certificateShape(user, certificate)),
      ...more,
    };
  },
});
