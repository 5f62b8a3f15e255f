document.title = "Keyturn";
