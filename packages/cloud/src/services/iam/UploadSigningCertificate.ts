import { X509Certificate } from 'node:crypto';
import type {
  UploadSigningCertificateRequest,
  UploadSigningCertificateResponse,
} from '@aws-sdk/client-iam';
import { AwsError } from '../../kernel/error.ts';
import { alphabets } from '../../kernel/ids.ts';
import { operation } from '../../kernel/operation.ts';
import { certificateShape } from './credentialShapes.ts';
import { on, userKind, userOrCaller } from './holders.ts';
import { signingCertificates } from './state.ts';

/** Keeps an X.509 certificate with which a user signs requests of the oldest kind. */
export const UploadSigningCertificate = operation<
  UploadSigningCertificateRequest,
  UploadSigningCertificateResponse
>({
  accepts: ['UserName', 'CertificateBody'],
  ...on(userKind),
  run: ({ UserName, CertificateBody = '' }, context) => {
    const user = userOrCaller(UserName, context);
    checkCertificate(CertificateBody);
    const table = context.globalTable(signingCertificates);
    const own = table.find('user', user.id);
    if (own.some(({ body }) => body === CertificateBody)) {
      throw new AwsError('DuplicateCertificateException', 'The certificate already exists.');
    }
    if (own.length >= perUserMax) {
      const message = `Cannot exceed quota for SigningCertificatesPerUser: ${perUserMax}`;
      throw new AwsError('LimitExceededException', message);
    }
    const certificate = table.put({
      id: context.ids.pick(alphabets.upperAlphanumeric, 32),
      userId: user.id,
      status: 'Active',
      createMs: context.nowMs,
      body: CertificateBody,
    });
    return { Certificate: certificateShape(user, certificate) };
  },
});

const perUserMax = 2;

function checkCertificate(body: string) {
  try {
    new X509Certificate(body);
  } catch {
    throw new AwsError('MalformedCertificateException', 'Certificate is malformed.');
  }
}
