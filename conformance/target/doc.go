// Package target makes what can be judged by package conformance out of what there
// is: a service with the VC-API ([VCAPI]), a badge host with the API of Open Badges
// 3.0 ([OB3API]), a program in any language ([Command]), Go functions ([Go]), and
// this library itself ([Library]).
//
//	issuer := target.VCAPI("https://issuer.example/api", target.Options{Bearer: token})
//	report, err := conformance.Judge(ctx, issuer, conformance.Options{}, profile)
//
// # Security
//
// A target is not trusted. Each call is bounded in time and size, and what goes
// wrong is an error of one sentence that says what happened. Services are reached
// over https only, at public addresses, unless [Options.AllowLocal] says otherwise;
// redirects do not lead to other hosts, so tokens stay with the host that they are
// for. Tokens, keys and codes do not enter the exchanges that a report holds; what
// a target itself prints about people does.
//
// A program runs with your rights and your environment: judge only programs that you
// would run anyway.
package target
