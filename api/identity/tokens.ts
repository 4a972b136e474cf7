// Access tokens: signed with a key per audience, fifteen minutes; they name a sign-in and carry no rights.
import { errors, jwtVerify, SignJWT } from 'jose';
import { derivedKey } from '../../platform/sealed.ts';
import { Problem } from '../problems.ts';

export const tokenAudiences = ['staff', 'field', 'owner'] as const;
export type TokenAudience = (typeof tokenAudiences)[number];

export const accessSeconds = 15 * 60;
const issuer = 'parking';

export interface TokenClaims {
  readonly audience: TokenAudience;
  readonly subject: string;
  readonly familyId: string;
  readonly companyId: string | undefined;
}

export interface Tokens {
  sign(claims: TokenClaims): Promise<string>;
  /** Throws `unauthenticated` or `token-expired`. */
  verify(token: string, audiences: readonly TokenAudience[]): Promise<TokenClaims>;
}

export const tokens = (tokenKey: Buffer): Tokens => {
  const keys = new Map(tokenAudiences.map((audience) => [audience, derivedKey(tokenKey, `access token ${audience}`)]));
  const keyOf = (audience: TokenAudience): Buffer => {
    const key = keys.get(audience);
    if (key === undefined) throw new RangeError(`no key for ${audience}`);
    return key;
  };
  const verifyAs = async (token: string, audience: TokenAudience): Promise<TokenClaims | undefined> => {
    try {
      const { payload } = await jwtVerify(token, keyOf(audience), { algorithms: ['HS256'], audience, issuer });
      const { sub, fam, cid } = payload as { sub?: string; fam?: string; cid?: string };
      return sub === undefined || fam === undefined
        ? undefined
        : { audience, subject: sub, familyId: fam, companyId: cid };
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw new Problem('token-expired');
      return undefined;
    }
  };
  return {
    sign: ({ audience, subject, familyId, companyId }) =>
      new SignJWT({ fam: familyId, ...(companyId === undefined ? {} : { cid: companyId }) })
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(subject)
        .setAudience(audience)
        .setIssuer(issuer)
        .setIssuedAt()
        .setExpirationTime(`${accessSeconds}s`)
        .sign(keyOf(audience)),
    verify: async (token, audiences) => {
      for (const audience of audiences) {
        const claims = await verifyAs(token, audience);
        if (claims !== undefined) return claims;
      }
      throw new Problem('unauthenticated');
    },
  };
};
