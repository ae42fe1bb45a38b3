package vocabulary

// fileTypes are the codes of the file type table with their labels, one a line. "="
// stands for the code.
const fileTypes = `
7Z 7z
AAB =
AAC =
AKN4EU AKN4EU file
AKN4EU_ZIP AKN4EU ZIP
APK =
APPX AppX
ARC =
ARCINFO_COV ArcInfo coverage
ARC_GZ ARC GZ
ARJ =
ATOM Atom Feed
AZW Amazon Kindle eBook
BIN Binary Data
BITS BITS XML
BMP Bitmap Image File
BWF =
BZIP2 bzip2
CSS =
CSV =
DAPK =
DBF =
DCR DCR File
DEB deb
DGN =
DMG =
DMP Oracle Dump
DOC Word DOC
DOCX Word DOCX
DTD_SGML SGML DTD
DTD_XML XML DTD
DWG =
DXF =
E00 =
EAR =
ECW =
EPS Encapsulated Postscript
EPUB =
ETSI_XML ETSI signature validation report
EXE =
FMX4 Formex 4
FMX4_ZIP FMX4 ZIP
GDB Esri File Geodatabase
GEOJSON GeoJSON
GEOTIFF GeoTIFF
GIF =
GML =
GMZ Zipped GML
GPKG GeoPackage
GRID Esri binary grid
GRID_ASCII Esri ASCII grid
GTFS =
GZIP GNU zip
HDF =
HDT =
HTML =
HTML5 =
HTML_SIMPL HTML simplified
ICS ICalendar
IMMC_XML IMMC XML message
INDD =
IPA =
ISO ISO image
ISO_ZIP Zipped ISO image
JAR =
JATS JATS XML
JPEG =
JPEG2000 JPEG 2000
JS JavaScript
JSON =
JSON_LD JSON-LD
KML =
KMZ =
LAS LASer file
LAZ Compressed LAS file
LHA =
LPK Layer package
LZIP lzip
LZMA lzma
LZO lzo
MAP_PRVW ArcGIS Map Preview
MAP_SRVC ArcGIS Map Service
MBOX =
MDB =
METS METS XML
METS_ZIP METS package
MHTML =
MIF_MID MIF/MID
MOBI Mobipocket eBook
MOP =
MP3 =
MPEG2 MPEG-2
MPEG4 MPEG-4
MPEG4_AVC MPEG-4 AVC
MRSID MrSID
MSG_HTTP HTTP Message
MSI =
MXD =
N3 =
NETCDF NetCDF
OAPK =
OCTET Octet Stream
ODB OpenDocument Database
ODC OpenDocument Chart
ODF =
ODG OpenDocument Image
ODP =
ODS =
ODT =
OVF =
OWL =
PDF =
PDF1X =
PDFA1A PDF/A-1a
PDFA1B PDF/A-1b
PDFA2A PDF/A-2a
PDFA2B PDF/A-2b
PDFA3 PDFA-3
PDFUA PDF/UA
PDFX PDF/X
PDFX1A PDF/X-1a
PDFX2A PDF/X-2a
PDFX4 PDF/X-4
PL Perl script
PNG =
PPS PowerPoint Slide Show
PPSX PowerPoint PPSX
PPT PowerPoint PPT
PPTX PowerPoint PPTX
PS =
PSD =
PWP =
QGS =
RAR =
RDF =
RDFA RDFa
RDF_N_QUADS RDF N-Quads
RDF_N_TRIPLES RDF N-Triples
RDF_THRIFT RDF Thrift
RDF_TRIG RDF TriG
RDF_TRIX RDF TriX
RDF_TURTLE RDF Turtle
RDF_XML RDF XML
REST Esri REST
RPM =
RSS RSS feed
RTF =
SB3 sb3
SCHEMA_XML XML schema
SDMX =
SGML =
SHP Esri Shape
SKOS_XML SKOS
SPARQLQ SPARQL
SPARQLQRES SPARQL results
SQL =
STL StL
SVG =
SWM =
TAB MapInfo TAB file
TAB_RSTR MapInfo TAB raster file
TAR =
TAR_GZ TAR GZ
TAR_XZ TAR XZ
TIFF =
TIFF_FX TIFF FX
TMX =
TSV =
TXT Plain text
UNGEN Ungen
WAR =
WARC =
WARC_GZ WARC GZ
WAV =
WCS_SRVC WCS
WFS_SRVC WFS
WIM =
WMS_SRVC WMS
WORLD World file
XHTML =
XHTML5 =
XHTML_SIMPL XHTML simplified
XLIFF =
XLS Excel XLS
XLSB =
XLSM =
XLSX Excel XLSX
XML =
XSLFO XSL-FO
XSLT =
XYZ XYZ Chemical File
XZ xz
YAML =
Z =
ZIP =
`
