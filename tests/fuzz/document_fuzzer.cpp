// Documents: any bytes, text or HTML in any encoding, are lines whose marks stand inside them, or refused.
#include "base/unicode.hpp"
#include "ingest/document.hpp"
#include "tests/fuzz/support.hpp"

using namespace cityweave;

namespace {

void check(const ingest::Line& line) {
    const auto inside = [&](const ingest::Span& span) { return span.begin <= span.end && span.end <= line.text.size(); };
    fuzz::require(!line.text.empty() && base::is_valid_utf8(line.text) && line.number >= 1);
    for (const auto& span : line.cells) fuzz::require(inside(span));
    for (const auto& span : line.bold) fuzz::require(inside(span));
    int before = line.number;
    for (const auto& start : line.more_starts) {
        fuzz::require(start.number >= before && start.offset <= line.text.size());
        before = start.number;
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    for (const char* name : {"page.txt", "page.html"}) {
        const auto document = ingest::read_document(fuzz::bytes_of(data, size), name);
        if (!document) {
            fuzz::require(document.problem().code.starts_with("page-"));
            continue;
        }
        for (const auto& line : document->lines) check(line);
    }
    return 0;
}
