#!/bin/sh
# make_files.sh FOLDER: files of every type that attack.h and opening.h judge, each made by a program people use.
set -eu
cd "$1"

# Pictures with the grain of a photograph.
convert -seed 7 -size 320x240 plasma:fractal -attenuate 0.3 +noise Gaussian photo.png
convert photo.png -quality 90 photo.jpg
convert photo.png -quality 90 -interlace JPEG progressive.jpeg
convert photo.png -compress none raw.tif
convert photo.png -compress lzw packed.tiff
convert photo.png -resize 50% photo.gif
convert photo.png BMP3:photo.bmp
img2dcm -q photo.jpg radio.dcm 2>/dev/null || img2dcm photo.jpg radio.dcm
dcmdjpeg radio.dcm plain.dcm
ffmpeg -v error -f lavfi -i testsrc2=duration=1:size=320x240:rate=10 -pix_fmt yuv420p -y video.mp4

python3 - <<'PYTHON'
import random, json, csv, sqlite3
random.seed(7)
words = "le patient présente une douleur à l’épaule droite depuis trois jours sans fièvre ni antécédent notable ordonnance prescrite contrôle".split()
def sentence(): return " ".join(random.choices(words, k=12)).capitalize() + ".\n"
text = "".join(sentence() for _ in range(400))
open("courrier.txt", "w").write(text)
open("latin.txt", "w", encoding="latin-1").write(text.replace("’", "'"))
open("windows.txt", "w", encoding="utf-16").write(text)
json.dump([{"id": i, "note": sentence()} for i in range(200)], open("export.json", "w"))
with open("export.csv", "w", newline="") as f:
    w = csv.writer(f, delimiter=";")
    w.writerow(["date", "motif", "notes"])
    for i in range(300): w.writerow([f"2026-11-{i % 28 + 1:02}", "consultation", sentence().strip() + ' "urgent"'])
open("export.xml", "w").write('<?xml version="1.0" encoding="UTF-8"?>\n<dossiers>' + "".join(f"<d n='{i}'>{sentence()}</d>" for i in range(200)) + "</dossiers>\n")
open("agenda.ics", "w", newline="\r\n").write("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//FR\n" + "".join(
    f"BEGIN:VEVENT\nUID:{i}@test\nDTSTAMP:20261123T080000Z\nDTSTART:20261123T080000Z\nSUMMARY:Rendez-vous {i}\nEND:VEVENT\n" for i in range(60)) + "END:VCALENDAR\n")
open("contacts.vcf", "w", newline="\r\n").write("".join(f"BEGIN:VCARD\nVERSION:3.0\nN:Nom{i};;;;\nFN:Nom{i}\nEND:VCARD\n" for i in range(60)))
open("message.eml", "w", newline="\r\n").write("From: a@example.fr\nTo: b@example.fr\nSubject: test\nDate: Mon, 23 Nov 2026 08:00:00 +0100\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n" + text)
open("boite.mbox", "w").write("".join(f"From a@example.fr Mon Nov 23 08:0{i}:00 2026\nFrom: a@example.fr\nSubject: {i}\n\n{sentence()}\n" for i in range(9)))
db = sqlite3.connect("dossiers.sqlite")
db.execute("CREATE TABLE patient(id INTEGER PRIMARY KEY, note TEXT)")
db.execute("CREATE INDEX by_note ON patient(note)")
db.executemany("INSERT INTO patient(note) VALUES (?)", [(sentence(),) for _ in range(2000)])
db.commit()
PYTHON

# A scanned page, laid out by qpdf in both of a PDF's forms.
python3 - <<'PYTHON'
jpeg = open("photo.jpg", "rb").read()
page = b"q 595 0 0 446 0 200 cm /I Do Q BT /F 12 Tf 50 150 Td (Compte rendu) Tj ET\n" * 40
objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
           b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> "
           b"/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
           b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
           b"<< /Type /XObject /Subtype /Image /Width 320 /Height 240 /ColorSpace /DeviceRGB /BitsPerComponent 8 "
           b"/Filter /DCTDecode /Length %d >>\nstream\n%s\nendstream" % (len(jpeg), jpeg)]
out, offsets = b"%PDF-1.4\n", []
for number, value in enumerate(objects, 1):
    offsets.append(len(out))
    out += b"%d 0 obj\n%s\nendobj\n" % (number, value)
xref = len(out)
out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % o for o in offsets)
out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, xref)
open("plain.pdf", "wb").write(out)
PYTHON
qpdf --object-streams=generate --compress-streams=y plain.pdf scan.pdf
qpdf --object-streams=disable --encrypt sesame sesame 256 -- plain.pdf locked.pdf

sqlite3 dossiers.sqlite .dump > dossiers.sql

# An office document of each family, packed by zip as their programs do.
mkdir -p .x/word .o
printf '<?xml version="1.0"?><Types xmlns="t"><Default Extension="xml" ContentType="application/xml"/></Types>' > '.x/[Content_Types].xml'
python3 -c "t=open('courrier.txt').read();print('<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:t>'+t+'</w:t></w:document>')" > .x/word/document.xml
cp photo.jpg .x/word/image1.jpeg
(cd .x && zip -q -r ../lettre.docx .)
printf 'application/vnd.oasis.opendocument.text' > .o/mimetype
cp .x/word/document.xml .o/content.xml
(cd .o && zip -q -0 ../lettre.odt mimetype && zip -q -r ../lettre.odt content.xml)
zip -q dossiers.zip courrier.txt photo.jpg export.csv
zip -q -P sesame secret.zip courrier.txt photo.jpg
7zz a -bso0 -bsp0 archive.7z courrier.txt photo.png >/dev/null
7zz a -bso0 -bsp0 -psesame -mhe=on secret.7z courrier.txt photo.png >/dev/null
gzip -c courrier.txt > courrier.txt.gz
tar cf - courrier.txt photo.jpg export.csv | gzip -9 > lot.tgz
tar cf - courrier.txt photo.jpg | xz -c > lot.tar.xz
tar cf - courrier.txt photo.jpg | bzip2 -c > lot.tar.bz2
tar cf - courrier.txt photo.jpg | zstd -q -c > lot.tar.zst
rm -rf .x .o
