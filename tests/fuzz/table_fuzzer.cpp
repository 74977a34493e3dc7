// Tables: any bytes are rows or refused; every row has a network and a partner.
#include "ingest/table.hpp"
#include "tests/fuzz/support.hpp"

using namespace cityweave;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ingest::ExtractOptions options{.knowledge = {.country = [](std::string_view text) -> std::optional<std::string> {
                                             return text == "FI" ? std::optional<std::string>("FI") : std::nullopt;
                                         }}};
    const auto extract = ingest::read_table(fuzz::text_of(data, size), "table", "", options);
    if (!extract) return 0;
    for (const auto& mention : extract->mentions) fuzz::require(!mention.network.empty() && !mention.partner.empty());
    return 0;
}
