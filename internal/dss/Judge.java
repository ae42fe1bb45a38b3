import eu.europa.esig.dss.diagnostic.*;
import eu.europa.esig.dss.enumerations.*;
import eu.europa.esig.dss.model.*;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.client.http.IgnoreDataLoader;
import eu.europa.esig.dss.spi.policy.SignaturePolicyProvider;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import eu.europa.esig.dss.validation.reports.Reports;
import eu.europa.esig.dss.jaxb.object.Message;
import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import java.util.stream.*;

/** Judge reads jobs from standard input, one a line: NAME, FILE, the instant of
    validation and the PEM files of the anchors (separated by commas, may be empty), separated by tabs. For
    each it writes lines of the form that ReadAnswers in validate.go reads. One start of Java serves thousands of files. */
public class Judge {
  static final Map<String, List<CertificateToken>> pems = new HashMap<>();
  static boolean verbose;

  public static void main(String[] a) throws Exception {
    verbose = a.length > 0 && a[0].equals("-v");
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, "UTF-8");
    System.setOut(System.err); // what DSS logs is not an answer
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line; (line = in.readLine()) != null; ) {
      String[] job = line.split("\t", -1);
      try { out.print(judge(job[0], job[1], Date.from(java.time.Instant.parse(job[2])), job[3])); }
      catch (Throwable e) { out.println(job[0] + "\tERROR\t" + e.getClass().getSimpleName() + (verbose ? "\t" + e.getMessage() : "")); }
    }
  }

  static List<CertificateToken> pem(String file) throws Exception {
    List<CertificateToken> known = pems.get(file);
    if (known != null) return known;
    known = new ArrayList<>();
    try (InputStream in = new FileInputStream(file)) {
      for (java.security.cert.Certificate c : java.security.cert.CertificateFactory.getInstance("X.509").generateCertificates(in))
        known.add(new CertificateToken((java.security.cert.X509Certificate) c));
    }
    pems.put(file, known);
    return known;
  }

  static String judge(String name, String file, Date at, String anchors) throws Exception {
    CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
    for (String f : anchors.split(",")) if (!f.isEmpty()) for (CertificateToken t : pem(f)) trusted.addCertificate(t);
    CommonCertificateVerifier verifier = new CommonCertificateVerifier();
    verifier.setTrustedCertSources(trusted);
    verifier.setAIASource(null); verifier.setCrlSource(null); verifier.setOcspSource(null);
    SignedDocumentValidator v = SignedDocumentValidator.fromDocument(new InMemoryDocument(Files.readAllBytes(Path.of(file)), "file.json"));
    v.setCertificateVerifier(verifier); v.setValidationTime(at);
    SignaturePolicyProvider policies = new SignaturePolicyProvider(); // a policy may be anywhere on the web
    policies.setDataLoader(new IgnoreDataLoader());
    v.setSignaturePolicyProvider(policies);
    Reports r = v.validateDocument();
    SimpleReport s = r.getSimpleReport(); DiagnosticData d = r.getDiagnosticData();
    StringBuilder out = new StringBuilder();
    if (s.getSignatureIdList().isEmpty()) out.append(name).append("\tNONE\n");
    int n = 0;
    for (String id : s.getSignatureIdList()) {
      SignatureWrapper w = d.getSignatureById(id);
      Date best = s.getBestSignatureTime(id);
      out.append(name).append(w.isCounterSignature() ? "\tCOUNTER\t" : "\tSEAL\t").append(n++).append('\t').append(s.getSignatureFormat(id))
         .append('\t').append(s.getIndication(id)).append('\t').append(s.getSubIndication(id) == null ? "-" : s.getSubIndication(id))
         .append("\t").append(best == null || !best.before(at) ? "-" : best.toInstant()).append("\tintact=").append(w.isSignatureIntact()).append('\n');
      for (TimestampWrapper t : w.getTimestampList())
        out.append(name).append("\tTIME\t").append(t.getType()).append('\t').append(t.getProductionTime().toInstant())
           .append("\timprint=").append(t.isMessageImprintDataFound() && t.isMessageImprintDataIntact()).append("\tintact=").append(t.isSignatureIntact())
           .append('\t').append(s.getIndication(t.getId())).append('\t').append(s.getSubIndication(t.getId()) == null ? "-" : s.getSubIndication(t.getId())).append('\n');
      if (verbose) {
        say(out, "error", s.getAdESValidationErrors(id)); say(out, "warning", s.getAdESValidationWarnings(id));
        for (String m : w.getStructuralValidationMessages()) out.append("    structure ").append(m).append('\n');
        for (TimestampWrapper t : w.getTimestampList()) say(out, "stamp " + t.getType(), s.getAdESValidationErrors(t.getId()));
      }
    }
    return out.toString();
  }
  static void say(StringBuilder out, String kind, List<Message> all) { for (Message m : all) out.append("    ").append(kind).append(' ').append(m.getKey()).append(": ").append(m.getValue()).append('\n'); }
}
