// Styles: any bytes are a style or refused; layers and properties that do not compile are told and left out.
#include "render/style_json.hpp"
#include "tests/fuzz/support.hpp"

using namespace cityweave;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    base::Report report;
    const auto style = render::parse_style_text(fuzz::text_of(data, size), "style", report);
    if (!style) fuzz::require(!style.problem().code.empty());
    return 0;
}
