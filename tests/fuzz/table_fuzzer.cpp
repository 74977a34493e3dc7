// Tables: any bytes, in pieces of any length, are rows or refused; every row has a network and a partner; and what arrives
// in pieces reads as what is there at once.
#include "ingest/table.hpp"
#include "ingest/text_pieces.hpp"
#include "tests/fuzz/support.hpp"

using namespace cityweave;

namespace {

ingest::ExtractOptions little_knowledge() {
    return {.knowledge = {.country = [](std::string_view text) -> std::optional<std::string> {
                return text == "FI" ? std::optional<std::string>("FI") : std::nullopt;
            }}};
}

/// All records with their lines, `piece` bytes at a time; 0: at once.
std::vector<std::string> records(const std::string& text, std::size_t piece) {
    ingest::CsvReader whole(text);
    ingest::CsvReader arriving([&, at = std::size_t{0}](std::string& more) mutable {
        more += text.substr(at, piece);
        at = std::min(at + piece, text.size());
        return at < text.size();
    });
    auto& reader = piece == 0 ? whole : arriving;
    std::vector<std::string> all;
    std::vector<std::string_view> fields;
    while (reader.next(fields)) {
        all.push_back(std::to_string(reader.line()));
        for (std::size_t i = 0; i < fields.size(); ++i) {
            fuzz::require(reader.place(i).line >= reader.line() && reader.place(i).column >= 1);
            all.emplace_back(fields[i]);
        }
    }
    return all;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::size_t piece = 1 + data[0] % 64;
    const std::string bytes(fuzz::text_of(data, size).substr(1));
    fuzz::require(records(bytes, 0) == records(bytes, piece));

    const auto options = little_knowledge();
    ingest::Extract extract;
    ingest::ExtractSink sink(extract);
    ingest::TextPieces pieces(ingest::bytes_of(bytes), 16 + piece);
    const auto refused = ingest::read_table([&](std::string& text) { return pieces.append_to(text); }, "table", "", options, sink);
    if (refused) fuzz::require(refused->code.starts_with("table-"));
    for (const auto& mention : extract.mentions) fuzz::require(!mention.network.empty() && !mention.partner.empty());
    for (const auto& problem : extract.report.problems()) fuzz::require(problem.line >= 1);
    return 0;
}
