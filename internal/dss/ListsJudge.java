import eu.europa.esig.dss.diagnostic.*;
import eu.europa.esig.dss.enumerations.*;
import eu.europa.esig.dss.jaxb.object.Message;
import eu.europa.esig.dss.model.*;
import eu.europa.esig.dss.model.tsl.*;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.client.http.DSSFileLoader;
import eu.europa.esig.dss.spi.tsl.TrustedListsCertificateSource;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonCertificateSource;
import eu.europa.esig.dss.tsl.function.*;
import eu.europa.esig.dss.tsl.job.TLValidationJob;
import eu.europa.esig.dss.tsl.source.LOTLSource;
import eu.europa.esig.dss.tsl.sync.ExpirationAndSignatureCheckStrategy;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;

/** ListsJudge reads jobs from standard input, one a line: NAME, a folder and the instant
    of validation, separated by tabs. The folder holds the list of lists (lotl.xml), who may sign it (signer.pem), other
    lists by the last part of their addresses, and a seal (seal.json). It writes lines that ReadListAnswers in lists.go reads:
    NAME, LIST, the territory, "read" or "refused"; NAME, SEAL, indication, sub-indication, qualification, that of the first time stamp. */
public class ListsJudge {
  static boolean verbose;

  public static void main(String[] a) throws Exception {
    verbose = a.length > 0 && a[0].equals("-v");
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, "UTF-8");
    System.setOut(System.err); // what DSS logs is not an answer
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line; (line = in.readLine()) != null; ) {
      String[] job = line.split("\t", -1);
      try { out.print(judge(job[0], Path.of(job[1]), Date.from(java.time.Instant.parse(job[2])))); }
      catch (Throwable e) { out.println(job[0] + "\tERROR\t" + e.getClass().getSimpleName() + (verbose ? "\t" + e.getMessage() : "")); }
    }
    System.exit(0); // the job keeps threads
  }

  static CertificateToken pem(Path file) throws Exception {
    try (InputStream in = Files.newInputStream(file)) {
      return new CertificateToken((java.security.cert.X509Certificate) java.security.cert.CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
  }

  static String judge(String name, Path folder, Date at) throws Exception {
    CommonCertificateSource signers = new CommonCertificateSource();
    signers.addCertificate(pem(folder.resolve("signer.pem")));
    LOTLSource top = new LOTLSource();
    top.setUrl("https://lists.example/lotl.xml");
    top.setCertificateSource(signers);
    top.setPivotSupport(true);
    top.setSigningCertificatesAnnouncementPredicate(new OfficialJournalSchemeInformationURI("https://lists.example/journal"));
    TrustedListsCertificateSource trusted = new TrustedListsCertificateSource();
    TLValidationJob lists = new TLValidationJob();
    lists.setListOfTrustedListSources(top);
    lists.setTrustedListCertificateSource(trusted);
    lists.setOnlineDataLoader((DSSFileLoader) url -> {
      try { return new InMemoryDocument(Files.readAllBytes(folder.resolve(url.substring(url.lastIndexOf('/') + 1))), url); }
      catch (IOException e) { throw new DSSException(e); }
    });
    ExpirationAndSignatureCheckStrategy strategy = new ExpirationAndSignatureCheckStrategy();
    strategy.setAcceptExpiredListOfTrustedLists(true); strategy.setAcceptExpiredTrustedList(true); // judged at the instant of validation
    lists.setSynchronizationStrategy(strategy);
    lists.onlineRefresh();
    StringBuilder out = new StringBuilder();
    for (LOTLInfo l : lists.getSummary().getLOTLInfos()) {
      list(out, name, "EU", l);
      for (TLInfo t : l.getTLInfos()) list(out, name, t.getParsingCacheInfo().getTerritory(), t);
    }
    CommonCertificateVerifier verifier = new CommonCertificateVerifier();
    verifier.setTrustedCertSources(trusted);
    verifier.setAIASource(null); verifier.setCrlSource(null); verifier.setOcspSource(null);
    SignedDocumentValidator v = SignedDocumentValidator.fromDocument(new InMemoryDocument(Files.readAllBytes(folder.resolve("seal.json")), "file.json"));
    v.setCertificateVerifier(verifier); v.setValidationTime(at);
    var reports = v.validateDocument();
    SimpleReport s = reports.getSimpleReport();
    String id = s.getSignatureIdList().get(0);
    String stamp = "-";
    for (TimestampWrapper t : reports.getDiagnosticData().getSignatureById(id).getTimestampList())
      if (stamp.equals("-")) stamp = String.valueOf(s.getTimestampQualification(t.getId()));
    out.append(name).append("\tSEAL\t").append(s.getIndication(id)).append('\t').append(s.getSubIndication(id) == null ? "-" : s.getSubIndication(id))
       .append('\t').append(s.getSignatureQualification(id)).append('\t').append(stamp).append('\n');
    if (verbose) {
      say(out, "error", s.getAdESValidationErrors(id)); say(out, "qualification error", s.getQualificationErrors(id));
      say(out, "qualification warning", s.getQualificationWarnings(id)); say(out, "qualification info", s.getQualificationInfo(id));
    }
    return out.toString();
  }

  static void list(StringBuilder out, String name, String territory, TLInfo l) {
    boolean read = l.getDownloadCacheInfo().isResultExist() && l.getParsingCacheInfo().isResultExist()
        && l.getValidationCacheInfo().isResultExist() && l.getValidationCacheInfo().getIndication() == Indication.TOTAL_PASSED;
    out.append(name).append("\tLIST\t").append(territory).append('\t').append(read ? "read" : "refused").append('\n');
    if (!verbose) return;
    out.append("    ").append(l.getUrl()).append(' ').append(l.getDownloadCacheInfo().getExceptionMessage()).append(' ').append(l.getParsingCacheInfo().getExceptionMessage());
    if (l.getValidationCacheInfo().isResultExist()) out.append(' ').append(l.getValidationCacheInfo().getIndication()).append(' ').append(l.getValidationCacheInfo().getSubIndication());
    out.append(' ').append(l.getValidationCacheInfo().getExceptionMessage()).append('\n');
  }

  static void say(StringBuilder out, String kind, List<Message> all) { for (Message m : all) out.append("    ").append(kind).append(' ').append(m.getKey()).append(": ").append(m.getValue()).append('\n'); }
}
