#include "render/pdf_finish.hpp"

#include "base/error.hpp"

#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFWriter.hh>

#include <memory>

namespace cityweave::render {

namespace {

void drop_dates(QPDF& document) {
    QPDFObjectHandle info = document.getTrailer().getKey("/Info");
    if (!info.isDictionary()) return;
    info.removeKey("/CreationDate");
    info.removeKey("/ModDate");
}

void describe_root(QPDFObjectHandle root, const PdfFinish& finish) {
    root.replaceKey("/Lang", QPDFObjectHandle::newUnicodeString(finish.lang)); // ISO 32000-1 §14.9.2
    QPDFObjectHandle viewer = QPDFObjectHandle::newDictionary();
    viewer.replaceKey("/DisplayDocTitle", QPDFObjectHandle::newBool(true));
    root.replaceKey("/ViewerPreferences", viewer);
}

/// The structure element below `root` that holds the whole sheet gets the text alternative (ISO 32000-1 §14.9.3).
void describe_map(QPDFObjectHandle root, const PdfFinish& finish) {
    QPDFObjectHandle tree = root.getKey("/StructTreeRoot");
    if (!tree.isDictionary() || finish.description.empty()) return;
    QPDFObjectHandle top = tree.getKey("/K");
    if (top.isArray() && top.getArrayNItems() > 0) top = top.getArrayItem(0);
    if (top.isDictionary()) top.replaceKey("/Alt", QPDFObjectHandle::newUnicodeString(finish.description));
}

std::string written(QPDF& document) {
    QPDFWriter writer(document);
    writer.setOutputMemory();
    writer.setDeterministicID(true);
    writer.setObjectStreamMode(qpdf_o_generate);
    writer.write();
    const std::shared_ptr<Buffer> buffer = writer.getBufferSharedPointer();
    return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

} // namespace

std::string finish_pdf(const std::string& pdf, const PdfFinish& finish) {
    try {
        QPDF document;
        document.setSuppressWarnings(true);
        document.processMemoryFile("sheet", pdf.data(), pdf.size());
        drop_dates(document);
        describe_root(document.getRoot(), finish);
        describe_map(document.getRoot(), finish);
        return written(document);
    } catch (const std::exception& failure) {
        throw base::FormatError(std::string("a PDF that cannot be finished: ") + failure.what());
    }
}

} // namespace cityweave::render
