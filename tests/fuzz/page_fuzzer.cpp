// Pages: any bytes are read or refused; every mention stands on a line of the page and has its words.
#include "ingest/extract.hpp"
#include "tests/fuzz/support.hpp"

using namespace cityweave;

namespace {

/// A gazetteer too small to matter: two countries and one town.
ingest::Knowledge little_knowledge() {
    return {.country = [](std::string_view text) -> std::optional<std::string> {
                if (text == "Finland" || text == "FI") return "FI";
                if (text == "Spain" || text == "ES") return "ES";
                return std::nullopt;
            },
            .is_town = [](std::string_view name, std::string_view) { return name == "Kuopio"; }};
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto lexicon = ingest::Lexicon::open(CITYWEAVE_INGEST_DATA);
    const auto document = ingest::read_document(fuzz::bytes_of(data, size), "page");
    if (!document) {
        fuzz::require(document.problem().code.starts_with("page-"));
        return 0;
    }
    const auto extract = ingest::extract_page(*document, {.knowledge = little_knowledge(), .lexicon = &lexicon});
    for (const auto& mention : extract.mentions) {
        fuzz::require(mention.line >= 1);
        fuzz::require(!mention.partner.empty() && !mention.network.empty());
    }
    return 0;
}
