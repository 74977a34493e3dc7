// The last touch to a PDF: language, title, text alternative of the map, no dates, an id made from the content alone.
#pragma once

#include <string>

namespace cityweave::render {

struct PdfFinish {
    std::string title;       ///< shown as the window's title
    std::string description; ///< the text alternative of the structure's map section; empty: none
    std::string lang = "en"; ///< BCP 47
};

/// The same document, finished; equal input gives equal bytes. Throws base::FormatError if `pdf` cannot be read.
[[nodiscard]] std::string finish_pdf(const std::string& pdf, const PdfFinish& finish);

} // namespace cityweave::render
